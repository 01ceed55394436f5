#include "notion/push_load.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "cache/repository.hpp"
#include "notion/patch.hpp"
#include "notion/show.hpp"
#include "notion/take.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

using cache::ItemState;

// Everything is read once: a script may have thousands of rows.
std::vector<std::string> differing_rows(cache::Database& database, const PushLoad& load) {
  std::map<std::string, std::vector<cache::Fill>> fills;
  for (auto& fill : cache::fills::of_video(database, load.video.id)) {
    fills[fill.owner_id].push_back(std::move(fill));
  }
  std::map<std::string, cache::Page> mirrors;
  for (auto& page : cache::pages::of_base(database, load.base->source_id)) {
    mirrors.emplace(page.page_id, std::move(page));
  }
  const auto numbers = numbers_of(load.items);
  std::vector<std::string> found;
  for (const auto& item : load.items) {
    const auto mirror = mirrors.find(item.page_id);
    const bool shown = item.state == ItemState::live && mirror != mirrors.end();
    if (!shown || mirror->second.in_trash) continue;
    const auto number = numbers.find(item.id);
    const Subject subject{.video = load.video,
                          .item = item,
                          .fills = std::move(fills[item.id]),
                          .number = number == numbers.end() ? 0 : number->second};
    if (!differences(details_binding(), subject, mirror->second.values).empty()) {
      found.push_back(item.page_id);
    }
  }
  return found;
}

}  // namespace

std::optional<PushLoad> load_push(cache::Database& database, const std::string& video_id) {
  auto video = cache::videos::find(database, video_id);
  if (!video) return std::nullopt;
  PushLoad load{.video = *std::move(video),
                .items = cache::items::of_video(database, video_id),
                .base = cache::bases::of_video(database, video_id)};
  load.details_gone = details_gone(database, video_id);
  if (differs(database, load.video.page_id)) load.differing.push_back(load.video.page_id);
  load.progress_only = lacks_progress_only(database, load.video.page_id);
  if (load.base && !load.details_gone)
    std::ranges::move(differing_rows(database, load), std::back_inserter(load.differing));
  for (const auto& fill : cache::fills::of_video(database, video_id)) {
    if (!fill.value().empty()) load.filled.insert(fill.owner_id);
  }
  return load;
}

}  // namespace storyreel::notion
