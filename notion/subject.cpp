#include "notion/subject.hpp"

#include "cache/repository.hpp"

namespace storyreel::notion {

Subject subject_of(cache::Database& database, cache::Video video) {
  const auto base = cache::bases::of_video(database, video.id);
  Subject subject;
  subject.fills = cache::fills::of_owner(database, video.id);
  subject.details_url = base ? base->url : "";
  subject.video = std::move(video);
  return subject;
}

Subject subject_of(cache::Database& database, cache::Item item) {
  Subject subject;
  subject.video = cache::videos::find(database, item.video_id).value_or(cache::Video{});
  subject.fills = cache::fills::of_owner(database, item.id);
  subject.number = cache::items::number(database, item.id);
  subject.item = std::move(item);
  return subject;
}

std::optional<Standing> standing_of(cache::Database& database, const std::string& page_id) {
  auto mirror = cache::pages::find(database, page_id);
  if (!mirror || mirror->in_trash) return std::nullopt;
  auto base = cache::bases::find(database, mirror->source_id);
  if (!base) return std::nullopt;
  if (auto item = cache::items::find_by_page(database, page_id)) {
    if (item->state != cache::ItemState::live) return std::nullopt;
    return Standing{*std::move(base), *std::move(mirror), subject_of(database, *std::move(item))};
  }
  auto video = cache::videos::find_by_page(database, page_id);
  if (!video) return std::nullopt;
  return Standing{*std::move(base), *std::move(mirror), subject_of(database, *std::move(video))};
}

}  // namespace storyreel::notion
