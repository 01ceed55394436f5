#include "notion/gone.hpp"

#include <boost/json/object.hpp>

#include "cache/repository.hpp"
#include "notion/take.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

Seen say(cache::Database& database, const std::string& video_id, Level level, std::string what) {
  const auto video = cache::videos::find(database, video_id);
  Seen seen{.changed = true};
  seen.events.push_back(
      {.level = level, .video = video ? video->title : "", .what = std::move(what)});
  return seen;
}

Seen stop_without_details(cache::Database& database, const std::string& video_id) {
  constexpr auto kWords =
      "The details database is in the trash or not shared. Restore it; or clear its URL to get a "
      "new one.";
  if (!note_trouble(database, video_id, kDetailsGone, kWords)) return {};
  return say(database, video_id, Level::error, kWords);
}

/// Whether it stands afterwards: Notion may refuse, or somebody have been there before.
Task<bool> restore(Client& client, std::string database_id, std::string page_id) {
  try {
    co_await client.update_database(database_id, {{"in_trash", false}}, page_id, now());
  } catch (const ApiError& error) {
    if (error.status != 400 && error.status != 404) throw;
  }
  co_return co_await database_stands(client, std::move(database_id));
}

Seen went_with_the_text(cache::Database& database, const std::string& video_id) {
  return say(database, video_id, Level::info,
             "the details database was deleted with the text of the page: restored");
}

}  // namespace

Task<bool> database_stands(Client& client, std::string database_id) {
  try {
    co_return !(co_await client.database(std::move(database_id), Priority::normal)).in_trash;
  } catch (const ApiError& error) {
    if (error.status != 404) throw;
  }
  co_return false;
}

Task<Seen> record(Desk desk, std::string video_id, Verb verb) {
  co_return co_await desk.cache.write(
      [video_id, verb](cache::Database& database) { return verb(database, video_id); });
}

Seen halt(cache::Database& database, const std::string& video_id) {
  constexpr auto kWords =
      "More than half of the rows vanished at once, so nothing was changed here. Restore them; or, "
      "if that was meant, set Status to New.";
  if (!note_trouble(database, video_id, kHalt, kWords)) return {};
  return say(database, video_id, Level::error, kWords);
}

Seen go_on(cache::Database& database, const std::string& video_id) {
  if (!note_trouble(database, video_id, kHalt, "")) return {};
  return say(database, video_id, Level::info, "the rows are back: goes on");
}

Seen details_back(cache::Database& database, const std::string& video_id) {
  if (!note_trouble(database, video_id, kDetailsGone, "")) return {};
  return say(database, video_id, Level::info, "the details database is back: goes on");
}

Task<Seen> without_details(Desk desk, std::string video_id) {
  const auto video = co_await desk.cache.read(
      [video_id](cache::Database& database) { return cache::videos::find(database, video_id); });
  if (!video) co_return Seen{};
  const auto page = co_await desk.client.find_page(video->page_id, Priority::normal);
  if (!page || page->in_trash) co_return Seen{};
  co_return co_await record(desk, video_id, stop_without_details);
}

Task<Seen> check_details(Desk desk, cache::Base base, bool went_along) {
  bool stands = co_await database_stands(desk.client, base.database_id);
  const auto video = co_await desk.cache.read([id = base.video_id](cache::Database& database) {
    return cache::videos::find(database, id);
  });
  const auto page_id = video ? video->page_id : std::string();
  const bool restored =
      !stands && went_along && co_await restore(desk.client, base.database_id, page_id);
  stands = stands || restored;
  auto seen = stands ? co_await record(desk, base.video_id, details_back)
                     : co_await without_details(desk, base.video_id);
  if (restored) seen.add(co_await record(desk, base.video_id, went_with_the_text));
  co_return seen;
}

}  // namespace storyreel::notion
