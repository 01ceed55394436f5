#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/records.hpp"
#include "daemon/runtime/time.hpp"

/// Where what was published stands beside this machine.
namespace storyreel::cache {

/// A publication on its way to Notion.
struct Upload {
  std::string name;  ///< the publication's
  std::string id;    ///< Notion's; empty when refused
  /// "begun": bytes are still to be sent; "sent"; "attached": something shows it, so that it stays;
  /// "refused": Notion does not take it, and a link stands in its place.
  std::string state = "begun";
  int parts = 0;       ///< that were sent
  Time expires_at{};   ///< what is not attached by then is gone
  std::string reason;  ///< why it is refused, for people

  bool operator==(const Upload&) const = default;
};

/// Like the tables of cache/repository.hpp.
namespace uploads {
std::optional<Upload> find(Database&, const std::string& name);
void save(Database&, const Upload&);
void remove(Database&, const std::string& name);
bool refused(Database&, const std::string& name);
/// Forgets the refusals of files of at most so many bytes: they may go now.
void retry_refused(Database&, std::int64_t most_bytes);
}  // namespace uploads

/// The block of a video's page that shows its film.
struct FilmBlock {
  std::string video_id;
  std::string block_id;  ///< empty: its user deleted it, and none is made again
  std::string name;      ///< of the publication it shows
  Time placed_at{};

  bool operator==(const FilmBlock&) const = default;
};

/// A film that its video's page does not show.
struct UnshownFilm {
  std::string video_id;
  std::string name;  ///< of its publication
};

/// Like the tables of cache/repository.hpp.
namespace films {
std::optional<FilmBlock> find(Database&, const std::string& video_id);
void save(Database&, const FilmBlock&);
void remove(Database&, const std::string& video_id);
/// Of videos that stand in Notion and are not in the trash; without those that Notion refused, and
/// those whose user deleted the block.
std::vector<UnshownFilm> unshown(Database&);
}  // namespace films

/// A publication as an object of a store that speaks S3.
struct Object {
  std::string name;              ///< the publication's
  std::string place;             ///< the object's address; another one is another object
  std::string state = "wanted";  ///< or "stored"
  std::string video_id;          ///< who waits for it
  std::string upload_id;         ///< the store's of a multi-part upload that was begun
  std::string link;              ///< that was given out last
  Time signed_at{};              ///< when it was signed

  bool operator==(const Object&) const = default;
};

/// A file that is wanted in the store.
struct WantedObject {
  Object object;
  std::string file;  ///< relative to the folder of artifacts
  std::int64_t bytes = 0;
};

/// Like the tables of cache/repository.hpp.
namespace objects {
std::optional<Object> find(Database&, const std::string& name);
void save(Database&, const Object&);
/// Without those whose artifact is gone.
std::vector<WantedObject> wanted(Database&);
}  // namespace objects

}  // namespace storyreel::cache
