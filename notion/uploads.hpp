#pragma once

#include <string>
#include <vector>

#include "cache/hosting.hpp"
#include "notion/desk.hpp"
#include "notion/property.hpp"
#include "notion/show.hpp"

/// Published files on their way to Notion: uploaded once each, and shown wherever they are wanted.
namespace storyreel::notion {

/// Whether Notion still has it to be shown somewhere.
bool can_be_shown(const cache::Upload& upload, Time now);

/// Who waits for a file.
struct Wanting {
  std::string video_id;
  std::string instead;  ///< what happens where Notion does not take it, for people
  Priority priority = Priority::normal;
};

/// Uploads the publication `name`, from where an earlier attempt ended. True: it can be shown.
/// False: it is gone from the store, or was refused (too large for the plan, or in Notion's own
/// words), which is recorded, so that a link stands in its place, and told in the log. Throws what
/// Client throws.
Task<bool> bring(Desk desk, std::string name, Wanting wanting);

/// Names of the files among `differences`, each once.
std::vector<std::string> files_of(const Differences& differences);

/// Those of them that are to be uploaded before they can be shown.
std::vector<std::string> files_to_bring(cache::Database& database, const Differences& differences);

/// Ids of the uploads that `differences` show, for requests (notion/requests.hpp).
Ids upload_ids(cache::Database& database, const Differences& differences);

/// Leaves out files that are not uploaded: another request writes them.
void leave_unbrought(Differences& differences, const Ids& ids);

/// Files among the values that were written stay with Notion.
void note_shown(cache::Database& database, const Binding& binding, const cache::Values& written);

/// Forgets those uploads that Notion does not know any more; true when there were some.
Task<bool> forget_lost(Desk desk, std::vector<std::string> names);

}  // namespace storyreel::notion
