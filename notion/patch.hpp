#pragma once

#include <string>
#include <vector>

#include "notion/desk.hpp"

namespace storyreel::notion {

/// Brings one page to what the record says: reads it first where a user may have written too, sends
/// only differences, checks that they were taken, and records what Notion shows now. True when
/// something was sent, or an edit was seen. Throws what Client throws, and Error when Notion did
/// not take a value.
Task<bool> patch_page(Desk desk, std::string page_id);

/// The files that the page is to show and does not (notion/uploads.hpp).
std::vector<std::string> files_wanted(cache::Database& database, const std::string& page_id);

/// Those of them that are still to be uploaded; patch_page leaves them out.
std::vector<std::string> files_lacking(cache::Database& database, const std::string& page_id);

/// A page's content on its way into the record.
struct Reread {
  bool changed = false;  ///< the record
  bool gone = false;     ///< in the trash, or not to be read
  Time at{};             ///< when Notion answered
};

/// Reads a page by its id into the cache. Throws StaleError for a row of which nothing can be said,
/// as its details database is in the trash or not shared: it is not to be written.
Task<Reread> reread(Desk desk, std::string page_id);

/// Whether the page shows what the record says (as far as the mirror knows).
bool differs(cache::Database& database, const std::string& page_id);

/// Whether the page lacks nothing but how far the work has come, which the next moment changes
/// again.
bool lacks_progress_only(cache::Database& database, const std::string& page_id);

/// Moves the page of a dropped row to the trash, unless it is there already, and records it. Reads
/// it first: a row that its user edited meanwhile stands again.
Task<> trash_page(Desk desk, std::string page_id);

}  // namespace storyreel::notion
