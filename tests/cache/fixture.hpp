#pragma once

#include <string>

#include <SQLiteCpp/Database.h>

#include "cache/cache.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache {

/// An empty cache in memory.
struct Memory {
  Memory() {
    database.exec("PRAGMA foreign_keys = ON");
    migrate(database);
  }
  SQLite::Database database{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
};

inline Time at(std::int64_t ms) {
  return Time(milliseconds(ms));
}

inline Video plain_video(const std::string& id) {
  Video video;
  video.id = id;
  return video;
}

inline Item plain_item(const std::string& id, const std::string& video_id, double position = 0) {
  Item item;
  item.id = id;
  item.video_id = video_id;
  item.position = position;
  return item;
}

inline std::int64_t revision(Database& database, const std::string& video_id) {
  return videos::find(database, video_id).value().revision;
}

}  // namespace storyreel::cache
