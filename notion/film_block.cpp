#include "notion/film_block.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <boost/json/object.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/create.hpp"
#include "notion/requests.hpp"
#include "notion/uploads.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr std::string_view kKind = "film";
constexpr auto kByLink = "the film does not stand in the page, only the link in Render does";

/// What the record knows of a film's place.
struct Known {
  std::string title;
  std::string page_id;
  std::string upload_id;
  std::optional<cache::FilmBlock> block;
  std::vector<cache::Intent> begun;
  std::string bot;
};

Known known(cache::Database& database, const cache::UnshownFilm& film) {
  Known known;
  if (const auto video = cache::videos::find(database, film.video_id)) {
    known.title = video->title;
    known.page_id = video->page_id;
  }
  const auto upload = cache::uploads::find(database, film.name);
  known.upload_id = upload ? upload->id : "";
  known.block = cache::films::find(database, film.video_id);
  for (auto& intent : cache::intents::all(database)) {
    if (intent.kind == kKind && intent.owner_id == film.video_id)
      known.begun.push_back(std::move(intent));
  }
  known.bot = cache::facts::find(database, "bot_id").value_or("");
  return known;
}

json::object content(const std::string& upload_id) {
  return {{"type", "video"}, {"video", uploaded_file(upload_id)}};
}

void record(cache::Database& database, const cache::FilmBlock& block) {
  cache::films::save(database, block);
  auto upload = cache::uploads::find(database, block.name);
  if (upload && upload->state == "sent") {
    upload->state = "attached";
    cache::uploads::save(database, *upload);
  }
  for (const auto& intent : cache::intents::all(database)) {
    if (intent.kind == kKind && intent.owner_id == block.video_id)
      cache::intents::remove(database, intent.id);
  }
}

Task<> save(Desk desk, cache::FilmBlock block) {
  co_await desk.cache.write([block](cache::Database& database) { record(database, block); });
}

bool is_refused(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const ApiError& error) {
    return error.status == 400 || error.status == 404;
  } catch (...) {
    return false;
  }
}

// Where a change is refused, the block may have been deleted, or the upload lost.
Task<FilmShown> look_after(Desk desk, cache::UnshownFilm film, Known known,
                           std::exception_ptr failure) {
  if (!is_refused(failure)) std::rethrow_exception(failure);
  const auto found = co_await desk.client.find_block(known.block->block_id);
  if (found && !found->in_trash) {
    co_await forget_lost(desk, {film.name});
    std::rethrow_exception(failure);
  }
  known.block->block_id.clear();
  co_await save(desk, *known.block);
  desk.log.write({.video = known.title, .what = "the film's block was deleted: it is left out"});
  co_return FilmShown::no;
}

Task<FilmShown> replace(Desk desk, cache::UnshownFilm film, Known known) {
  std::exception_ptr failure;
  try {
    const json::object body{{"video", {{"file_upload", {{"id", known.upload_id}}}}}};
    co_await desk.client.update_block(known.block->block_id, body, known.page_id);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) co_return co_await look_after(desk, film, known, failure);
  known.block->name = film.name;
  co_await save(desk, *known.block);
  co_return FilmShown::yes;
}

// Nobody else makes videos in the page as us: one that the record does not know was made by an
// attempt that nobody noted, or before the record was lost.
Task<std::optional<Block>> stray(Desk desk, Known known) {
  for (auto& block : co_await desk.client.children(known.page_id, Priority::sweep)) {
    const bool ours = block.type == "video" && block.created_by == known.bot;
    if (ours && !block.in_trash) co_return std::move(block);
  }
  co_return std::nullopt;
}

cache::Intent new_intent(const cache::UnshownFilm& film, const std::string& page_id) {
  cache::Intent intent;
  intent.id = new_uuid();
  intent.kind = kKind;
  intent.owner_id = film.video_id;
  intent.parent_id = page_id;
  intent.likeness = film.name;
  intent.created_at = now();
  return intent;
}

// nullopt: nobody knows whether it was made.
Task<std::optional<Block>> make(Desk desk, cache::UnshownFilm film, Known known) {
  const auto intent = new_intent(film, known.page_id);
  for (const auto& old : known.begun) {
    co_await desk.cache.write(
        [id = old.id](cache::Database& database) { cache::intents::remove(database, id); });
  }
  co_await begin_intent(desk.cache, intent);
  std::exception_ptr failure;
  try {
    co_return co_await desk.client.add_block(known.page_id, content(known.upload_id));
  } catch (...) {
    failure = std::current_exception();
  }
  // Who was cancelled can't commit anything any more.
  if (is_open(failure)) desk.client.note_open();
  if (is_refused(failure)) co_await forget_lost(desk, {film.name});
  co_await settle_failure(desk.cache, intent, failure);
  co_return std::nullopt;
}

Task<FilmShown> place(Desk desk, cache::UnshownFilm film, Known known) {
  const auto looked_at = now();
  auto block = co_await stray(desk, known);
  const bool may_come = std::ranges::any_of(known.begun, [&](const cache::Intent& intent) {
    return !surely_not_made(intent, desk.client, looked_at);
  });
  if (!block && may_come) co_return FilmShown::unclear;
  const bool made = !block;
  if (!block) block = co_await make(desk, film, known);
  if (!block) co_return FilmShown::unclear;
  const auto shows = made ? film.name : block->file;
  co_await save(
      desk, {.video_id = film.video_id, .block_id = block->id, .name = shows, .placed_at = now()});
  // One that was found may show an older film: that is changed next.
  co_return shows == film.name ? FilmShown::yes : FilmShown::unclear;
}

}  // namespace

Task<FilmShown> show_film(Desk desk, cache::UnshownFilm film) {
  const Wanting wanting{.video_id = film.video_id, .instead = kByLink, .priority = Priority::sweep};
  if (!co_await bring(desk, film.name, wanting)) {
    const bool refused = co_await desk.cache.read([name = film.name](cache::Database& database) {
      return cache::uploads::refused(database, name);
    });
    co_return refused ? FilmShown::refused : FilmShown::no;
  }
  auto found =
      co_await desk.cache.read([film](cache::Database& database) { return known(database, film); });
  if (found.page_id.empty() || found.upload_id.empty()) co_return FilmShown::unclear;
  if (found.block && found.block->block_id.empty()) co_return FilmShown::no;
  if (found.block) co_return co_await replace(desk, std::move(film), std::move(found));
  co_return co_await place(desk, std::move(film), std::move(found));
}

}  // namespace storyreel::notion
