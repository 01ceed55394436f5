#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "cache/hosting.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/retry.hpp"
#include "notion/film_block.hpp"
#include "notion/sync.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

constexpr seconds kLookAgain{1};
constexpr Backoff kBackoff{.base = seconds(2), .cap = seconds(300)};
constexpr auto kTooMuch = "The film is not shown in this page, as Notion does not take it: ";

/// What stands on the video: only what its user can do something about.
std::string words(cache::Database& database, const std::string& name) {
  const auto upload = cache::uploads::find(database, name);
  return upload && upload->state == "refused" ? kTooMuch + upload->reason : "";
}

/// Failed attempts in a row.
struct Trouble {
  int attempts = 0;
  Time next{};
};

}  // namespace

struct Films::State {
  Files files;
  Desk desk;
  bool wanted;
  std::map<std::string, Trouble> troubles = {};  ///< by video
  bool looked = false;
  Pass pass = {};

  void later(Time time) { pass.again_at = std::min(pass.again_at.value_or(time), time); }
  Task<bool> say(std::string video_id, std::string error);
  Task<std::string> title_of(std::string video_id);
  Task<> say_nothing();
  Task<> attempt(cache::UnshownFilm film);
  Task<> failed(cache::UnshownFilm film, std::exception_ptr failure);
  Task<> show(cache::UnshownFilm film);
  Task<> look();
};

/// True when that is news.
Task<bool> Films::State::say(std::string video_id, std::string error) {
  const bool news = co_await desk.cache.write([video_id, error](cache::Database& database) {
    return note_trouble(database, video_id, kFilm, error);
  });
  pass.changed = pass.changed || news;
  co_return news;
}

Task<std::string> Films::State::title_of(std::string video_id) {
  const auto video = co_await desk.cache.read(
      [video_id](cache::Database& database) { return cache::videos::find(database, video_id); });
  co_return video ? video->title : "";
}

Task<> Films::State::show(cache::UnshownFilm film) {
  const auto shown = co_await show_film(desk, film);
  if (shown == FilmShown::unclear) later(now() + kLookAgain);
  const auto error = co_await desk.cache.read(
      [name = film.name](cache::Database& database) { return words(database, name); });
  co_await say(film.video_id, error);
  pass.changed = pass.changed || shown == FilmShown::yes;
  if (shown != FilmShown::yes) co_return;
  const auto title = co_await title_of(film.video_id);
  desk.log.write({.video = title, .what = "the film stands in its page"});
}

Task<> Films::State::failed(cache::UnshownFilm film, std::exception_ptr failure) {
  if (concerns_all(failure)) std::rethrow_exception(failure);
  auto& trouble = troubles[film.video_id];
  trouble.next = now() + delay(kBackoff, ++trouble.attempts, random_jitter());
  later(trouble.next);
  if (passes(failure)) co_return;
  const auto error = "The film can't be shown in this page: " + describe(failure);
  if (!co_await say(film.video_id, error)) co_return;
  const auto title = co_await title_of(film.video_id);
  desk.log.write({.level = Level::error, .video = title, .what = error});
}

Task<> Films::State::attempt(cache::UnshownFilm film) {
  const auto known = troubles.find(film.video_id);
  if (known != troubles.end() && known->second.next > now()) co_return later(known->second.next);
  std::exception_ptr failure;
  try {
    co_await show(film);
    troubles.erase(film.video_id);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) co_await failed(std::move(film), failure);
}

// What was said while films were wanted.
Task<> Films::State::say_nothing() {
  if (std::exchange(looked, true)) co_return;
  co_await desk.cache.write(
      [](cache::Database& database) { cache::jobs::clear_stage(database, kFilm); });
}

// One after the other: each may be large.
Task<> Films::State::look() {
  if (!wanted) co_return co_await say_nothing();
  for (auto& film : co_await desk.cache.read(&cache::films::unshown))
    co_await attempt(std::move(film));
}

Films::Films(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings,
             Files files, bool wanted)
    : state_(std::make_unique<State>(State{
          .files = std::move(files),
          .desk = {.client = client, .cache = cache, .log = log, .settings = std::move(settings)},
          .wanted = wanted})) {
  state_->desk.files = &state_->files;
}

Films::~Films() = default;

Task<Pass> Films::pass() {
  state_->pass = {};
  co_await state_->look();
  co_return state_->pass;
}

}  // namespace storyreel::notion
