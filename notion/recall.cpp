#include "notion/recall.hpp"

#include <algorithm>
#include <optional>

#include <SQLiteCpp/Statement.h>

#include "cache/column.hpp"
#include "cache/repository.hpp"
#include "cache/stages.hpp"
#include "notion/bindings.hpp"
#include "notion/client.hpp"

namespace storyreel::notion {
namespace {

struct Place {
  cache::Item item;
  cache::Base base;
};

std::optional<Place> find(cache::Database& database, const Unplaced& wanted) {
  auto item = cache::items::find(database, wanted.item_id);
  auto base = cache::bases::of_video(database, wanted.video_id);
  if (!item || item->page_id.empty() || !base) return std::nullopt;
  return Place{*std::move(item), *std::move(base)};
}

void note_address(cache::Database& database, const Unplaced& wanted, const std::string& address) {
  for (auto& job : cache::jobs::of_video(database, wanted.video_id)) {
    if (job.owner_id != wanted.item_id || job.stage != cache::kShownPicture) continue;
    job.provider_job = address;
    job.started_at = now();
    if (address.empty())
      cache::jobs::remove(database, job.owner_id, job.stage);
    else
      cache::jobs::save(database, job);
    cache::videos::touch(database, wanted.video_id);
  }
}

}  // namespace

std::vector<Unplaced> unplaced_pictures(cache::Database& database) {
  constexpr int kOfPoll = 12;
  SQLite::Statement query(database, R"sql(
    SELECT items.id, items.video_id
    FROM jobs JOIN items ON items.id = jobs.owner_id JOIN videos ON videos.id = items.video_id
    WHERE jobs.stage = :stage AND (jobs.provider_job = '' OR jobs.started_at < :old)
      AND items.state = 'live' AND videos.approved AND NOT videos.paused AND NOT videos.trashed
    ORDER BY random() LIMIT :most)sql");
  cache::bind(query, ":stage", std::string(cache::kShownPicture));
  cache::bind(query, ":old", now() - cache::kAddressLasts);
  cache::bind(query, ":most", kOfPoll);
  std::vector<Unplaced> all;
  while (query.executeStep())
    all.push_back({query.getColumn(0).getString(), query.getColumn(1).getString()});
  return all;
}

Task<Seen> place_picture(Desk desk, Unplaced wanted) {
  const auto place = co_await desk.cache.read(
      [wanted](cache::Database& database) { return find(database, wanted); });
  std::string address;
  if (place) {
    const auto page = co_await desk.client.find_page(place->item.page_id, Priority::normal);
    if (page) address = file_address(*page, place->base, "Image");
  }
  co_await desk.cache.write(
      [wanted, address](cache::Database& database) { note_address(database, wanted, address); });
  co_return Seen{.events = {}, .changed = true, .stale = false};
}

}  // namespace storyreel::notion
