#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/mirror.hpp"
#include "cache/records.hpp"

namespace storyreel::notion {

/// What one look at the cache says is to be done.
struct PushLoad {
  cache::Video video;
  std::vector<cache::Item> items;
  std::optional<cache::Base> base;
  bool details_gone = false;           ///< in the trash or not shared: nothing can be written there
  std::vector<std::string> differing;  ///< pages
  bool progress_only = false;          ///< the video's page lacks no more than that
  std::set<std::string> filled;        ///< items that have something to be made with
};

std::optional<PushLoad> load_push(cache::Database& database, const std::string& video_id);

}  // namespace storyreel::notion
