#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"
#include "cache/mirror.hpp"
#include "cache/records.hpp"

/// Reads and writes of single tables. Each runs inside the transaction of Cache::read or write.
/// find… answers nullopt for "not there" and throws only when the database fails; save inserts or
/// replaces by key. Saving a changed video, item, fill or candidate raises its video's revision;
/// saving what already stands does nothing. Deleting an item takes its fills, candidates and jobs.
namespace storyreel::cache {

namespace videos {
std::optional<Video> find(Database&, const std::string& id);
std::optional<Video> find_by_page(Database&, const std::string& page_id);
std::vector<Video> all(Database&);             ///< by creation; trashed ones too
std::map<VideoStatus, int> counts(Database&);  ///< without those in the trash
/// Saves every field but `revision` and `pushed`.
void save(Database&, const Video&);
void touch(Database&, const std::string& id);
/// Ids and revisions of all that aren't trashed.
std::vector<std::pair<std::string, std::int64_t>> revisions(Database&);
/// Ids and revisions of videos whose Notion pages may be behind.
std::vector<std::pair<std::string, std::int64_t>> unpushed(Database&);
void set_pushed(Database&, const std::string& id, std::int64_t revision);
}  // namespace videos

namespace items {
std::optional<Item> find(Database&, const std::string& id);
std::optional<Item> find_by_page(Database&, const std::string& page_id);
/// In order of position, then creation; every state.
std::vector<Item> of_video(Database&, const std::string& video_id);
/// Its place among the video's live items with text, from 1; 0 when it is none of those.
int number(Database&, const std::string& id);
void save(Database&, const Item&);
void remove(Database&, const std::string& id);
}  // namespace items

namespace fills {
std::optional<Fill> find(Database&, const std::string& owner_id, std::string_view property);
std::vector<Fill> of_owner(Database&, const std::string& owner_id);
/// One that is ours and was written with these words (not blank), of whatever owner.
std::optional<Fill> with_words(Database&, std::string_view property, const std::string& words);
/// Those of the video and of all its items.
std::vector<Fill> of_video(Database&, const std::string& video_id);
void save(Database&, const Fill&);
}  // namespace fills

namespace candidates {
std::vector<Candidate> of_video(Database&, const std::string& video_id);
/// Saves and selects it: the others of its item and kind are deselected.
void select(Database&, const Candidate&);
}  // namespace candidates

namespace artifacts {
std::optional<Artifact> find(Database&, const std::string& key);
std::vector<Artifact> all(Database&);
void save(Database&, const Artifact&);
void remove(Database&, const std::string& key);
}  // namespace artifacts

namespace jobs {
std::vector<Job> of_video(Database&, const std::string& video_id);  ///< its own and its items'
void save(Database&, const Job&);
void remove(Database&, const std::string& owner_id, std::string_view stage);
void remove_of_owner(Database&, const std::string& owner_id);
/// Those of all videos.
void clear_stage(Database&, std::string_view stage);
}  // namespace jobs

namespace intents {
std::vector<Intent> all(Database&);  ///< oldest first
void save(Database&, const Intent&);
void remove(Database&, const std::string& id);
}  // namespace intents

namespace publications {
std::optional<Publication> find(Database&, const std::string& name);
std::optional<Publication> of_artifact(Database&, const std::string& key);
void save(Database&, const Publication&);
}  // namespace publications

/// Single facts of the studio: "bot_id", "studio_page".
namespace facts {
std::optional<std::string> find(Database&, std::string_view name);
void save(Database&, std::string_view name, const std::string& value);
}  // namespace facts

namespace bases {
std::optional<Base> find(Database&, const std::string& source_id);
std::optional<Base> videos(Database&);
std::optional<Base> of_video(Database&, const std::string& video_id);
std::vector<Base> all(Database&);
/// Those whose video is not in the trash.
std::vector<Details> details(Database&);
void save(Database&, const Base&);
void remove(Database&, const std::string& source_id);
/// Those of a binding with fewer than `wanted` views settled, whose rows all stand, and whose video
/// is neither in the trash nor stopped by a job of the stage `stopped`.
std::vector<Base> lacking_views(Database&, std::string_view binding, std::size_t wanted,
                                std::string_view stopped);
}  // namespace bases

/// Views of a base that were made or refused.
namespace views {
std::vector<std::string> of_base(Database&, const std::string& source_id);  ///< their names
void save(Database&, const std::string& source_id, std::string_view name);
}  // namespace views

namespace pages {
std::optional<Page> find(Database&, const std::string& page_id);
std::vector<Page> of_base(Database&, const std::string& source_id);
std::size_t count(Database&, const std::string& source_id);  ///< without those in the trash
bool seen_since(Database&, const std::string& source_id, Time since);  ///< any that changed
/// Those that are not in the trash and whose body was never read, or that changed after `since`.
std::vector<Page> with_news(Database&, const std::string& source_id, Time since);
void save(Database&, const Page&);
void remove(Database&, const std::string& page_id);
}  // namespace pages

}  // namespace storyreel::cache
