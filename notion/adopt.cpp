#include "notion/adopt.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <SQLiteCpp/Statement.h>

#include "cache/repository.hpp"
#include "cache/stages.hpp"
#include "config/load.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/bindings.hpp"
#include "notion/body.hpp"
#include "notion/client.hpp"
#include "notion/make_base.hpp"
#include "notion/scan.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

/// A video that may have had a life before this record.
struct Found {
  cache::Video video;
  std::string database_id;
};

std::string shown(cache::Database& database, const std::string& page_id,
                  std::string_view property) {
  const auto page = cache::pages::find(database, page_id);
  return page ? text_in(page->values, property) : std::string();
}

std::vector<Found> waiting(cache::Database& database) {
  SQLite::Statement query(database, R"(
    SELECT videos.id FROM videos JOIN jobs ON jobs.owner_id = videos.id AND jobs.stage = 'adopt'
    ORDER BY videos.created_at, videos.id)");
  std::vector<Found> all;
  while (query.executeStep()) {
    auto video = cache::videos::find(database, query.getColumn(0).getString());
    if (!video) continue;
    const auto url = shown(database, video->page_id, "Script Details Database URL");
    all.push_back({*std::move(video), config::page_id(url).value_or("")});
  }
  return all;
}

// An adoption that broke off has recorded the database already.
bool is_of_another(cache::Database& database, const Found& found) {
  return std::ranges::any_of(cache::bases::all(database), [&](const cache::Base& base) {
    return base.database_id == found.database_id && base.video_id != found.video.id;
  });
}

Task<std::optional<Database>> database_in_page(Desk desk, Found found) {
  if (found.database_id.empty()) co_return std::nullopt;
  try {
    auto database = co_await desk.client.database(found.database_id, Priority::normal);
    if (!database.in_trash && database.parent_id == found.video.page_id) co_return database;
  } catch (const ApiError& error) {
    if (error.status != 404 && error.status != 400) throw;
  }
  co_return std::nullopt;
}

void want_picture(cache::Database& database, const cache::Item& item) {
  const auto status = shown(database, item.page_id, "Status");
  const auto prompt = shown(database, item.page_id, "Image Prompt");
  const bool stands = status == "Image Generated" || status == "Complete";
  if (!stands || item.image.empty() || prompt.empty()) return;
  cache::jobs::save(database, {.owner_id = item.id,
                               .stage = std::string(cache::kShownPicture),
                               .key = item.text + "\n" + prompt});
}

// The rows stand for the sentences of the body, whoever wrote either.
void settle_rows(cache::Database& database, const Found& found, const std::string& script) {
  int ordinal = 0;
  for (auto& item : cache::items::of_video(database, found.video.id)) {
    item.source = item.text;
    item.ordinal = ++ordinal;
    item.picture_link = shown(database, item.page_id, "Generated Image URL");
    item.image = shown(database, item.page_id, "Image");
    cache::items::save(database, item);
    if (item.state == cache::ItemState::live) want_picture(database, item);
  }
  auto video = cache::videos::find(database, found.video.id);
  if (!video) return;
  video->taken_body = sha256(script);
  video->render = shown(database, video->page_id, "Render");
  video->paused = video->paused || video->approved;
  cache::videos::save(database, *video);
}

void say(const Desk& desk, const cache::Video& video, std::size_t rows) {
  desk.log.write(
      {.level = Level::warning,
       .video = video.title,
       .what = "found again in Notion with " + std::to_string(rows) +
               (rows == 1 ? " sentence" : " sentences") +
               (video.approved ? "; paused, as its voices would be made anew: set Status to New "
                                 "to let them"
                               : "")});
}

Task<Seen> adopt(Desk desk, Found found) {
  auto database = co_await database_in_page(desk, found);
  if (!database || database->sources.empty()) co_return Seen{};
  const auto body = co_await read_body(desk.client, found.video.page_id, Priority::normal);
  const NewBase wanted{.binding = &details_binding(),
                       .video_id = found.video.id,
                       .page_id = found.video.page_id,
                       .title = database->title};
  const auto base = co_await adopt_base(desk.client, desk.cache, wanted, *std::move(database));
  auto seen = co_await scan(desk, base, true, Priority::normal);
  const auto rows =
      co_await desk.cache.write([found, script = body.script](cache::Database& record) {
        settle_rows(record, found, script);
        return cache::items::of_video(record, found.video.id).size();
      });
  // A line for the video is enough; each of its rows is none.
  seen.events.clear();
  seen.changed = true;
  say(desk, found.video, rows);
  co_return seen;
}

}  // namespace

Task<Seen> adopt_details(Desk desk) {
  Seen seen;
  for (auto& each : co_await desk.cache.read(&waiting)) {
    const auto others = co_await desk.cache.read(
        [each](cache::Database& database) { return is_of_another(database, each); });
    const auto video_id = each.video.id;
    if (!others) seen.add(co_await adopt(desk, std::move(each)));
    co_await desk.cache.write([video_id](cache::Database& database) {
      cache::jobs::remove(database, video_id, kAdopting);
      cache::videos::touch(database, video_id);
    });
    seen.changed = true;
  }
  co_return seen;
}

}  // namespace storyreel::notion
