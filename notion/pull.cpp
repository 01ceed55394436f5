#include <algorithm>
#include <set>

#include "cache/repository.hpp"
#include "notion/body.hpp"
#include "notion/desk.hpp"
#include "notion/due.hpp"
#include "notion/observe.hpp"
#include "notion/scan.hpp"
#include "notion/sync.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

/// A details database with what decides whether it is polled.
struct Polled {
  cache::Base base;
  Pollable pollable;
};

std::vector<Polled> details_of(cache::Database& database) {
  std::vector<Polled> all;
  for (auto& base : cache::bases::all(database)) {
    const auto video = cache::videos::find(database, base.video_id);
    if (!video || video->trashed) continue;
    Polled polled{.base = std::move(base)};
    const auto page = cache::pages::find(database, video->page_id);
    polled.pollable = {.status = video->status,
                       .edited_at = page ? page->seen_at : video->changed_at};
    all.push_back(std::move(polled));
  }
  return all;
}

/// A body that must be read.
struct BodyDue {
  std::string page_id;
  std::string video_id;  ///< blank: not a video yet
};

std::vector<BodyDue> bodies_due(cache::Database& database, const std::string& source_id) {
  const auto bot = cache::facts::find(database, "bot_id").value_or("");
  std::vector<BodyDue> found;
  for (const auto& page : cache::pages::of_base(database, source_id)) {
    const auto video = cache::videos::find_by_page(database, page.page_id);
    if (!needs_body(page, video ? &*video : nullptr, bot, now())) continue;
    found.push_back({.page_id = page.page_id, .video_id = video ? video->id : ""});
  }
  return found;
}

}  // namespace

/// What pull remembers between passes.
struct Pull::State {
  Desk desk;
  std::size_t turn = 0;
  std::set<std::string> scanned;       ///< sources scanned whole since the start
  std::map<std::string, Time> edited;  ///< sources whose rows were seen to change
  Seen seen;                           ///< of this pass

  Task<> look();
  Task<> look_at_bodies(std::string source_id);
  Task<> look_at_details();
  /// `stage`: the trouble it may be, apart from the other reading.
  Task<> attempt(std::string video_id, std::string_view stage, Task<> work);
  Task<> poll(cache::Base base);
  Task<> take_body(BodyDue due);
  void take(Seen news);
};

// Lines are written as things are seen, also when a later part of the pass fails.
void Pull::State::take(Seen news) {
  for (const auto& event : news.events) desk.log.write(event);
  news.events.clear();
  seen.add(std::move(news));
}

// One video's trouble stands on that video.
Task<> Pull::State::attempt(std::string video_id, std::string_view stage, Task<> work) {
  std::exception_ptr failure;
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure && concerns_all(failure)) std::rethrow_exception(failure);
  if (failure && passes(failure)) co_return;
  if (video_id.empty()) co_return;
  const auto words = failure ? "Notion can't be read here: " + describe(failure) : std::string();
  const bool news = co_await desk.cache.write([video_id, stage, words](cache::Database& database) {
    return note_trouble(database, video_id, stage, words);
  });
  if (!news) co_return;
  const auto video = co_await desk.cache.read(
      [video_id](cache::Database& database) { return cache::videos::find(database, video_id); });
  if (!words.empty()) {
    desk.log.write({.level = Level::error, .video = video ? video->title : "", .what = words});
  }
}

Task<> Pull::State::poll(cache::Base base) {
  const auto rows = co_await desk.cache.read([id = base.source_id](cache::Database& database) {
    return cache::pages::of_base(database, id).size();
  });
  const bool whole = !scanned.contains(base.source_id) || sweep_due(rows, base.swept_at, now());
  auto news = co_await scan(desk, base, whole, Priority::normal);
  scanned.insert(base.source_id);
  if (news.changed) edited[base.source_id] = now();
  take(std::move(news));
}

// A details database that is no longer in its page was trashed or moved: see which.
Task<> Pull::State::take_body(BodyDue due) {
  const auto body = co_await read_body(desk.client, due.page_id);
  take(co_await desk.cache.write([due, script = body.script](cache::Database& database) {
    return observe_body(database, due.page_id, script);
  }));
  if (due.video_id.empty()) co_return;
  const auto base = co_await desk.cache.read([id = due.video_id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  if (!base || std::ranges::find(body.databases, base->database_id) != body.databases.end())
    co_return;
  take(co_await check_details(desk, *base));
}

Task<> Pull::State::look_at_bodies(std::string source_id) {
  const auto due = co_await desk.cache.read(
      [source_id](cache::Database& database) { return bodies_due(database, source_id); });
  for (const auto& body : due) co_await attempt(body.video_id, kReadingBody, take_body(body));
}

Task<> Pull::State::look_at_details() {
  auto all = co_await desk.cache.read(&details_of);
  std::vector<Pollable> pollable;
  for (auto& polled : all) {
    const auto known = edited.find(polled.base.source_id);
    if (known != edited.end()) {
      polled.pollable.edited_at = std::max(polled.pollable.edited_at, known->second);
    }
    pollable.push_back(polled.pollable);
  }
  for (const auto index : due(pollable, turn++, now())) {
    const auto& base = all[index].base;
    co_await attempt(base.video_id, kReading, poll(base));
  }
}

Task<> Pull::State::look() {
  const auto base = co_await desk.cache.read(&cache::bases::videos);
  if (!base) throw Error("the studio is not set up yet: run storyreel init");
  co_await poll(*base);
  co_await look_at_bodies(base->source_id);
  co_await look_at_details();
}

Pull::Pull(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings)
    : state_(std::make_unique<State>(State{
          .desk = {
              .client = client, .cache = cache, .log = log, .settings = std::move(settings)}})) {}

Pull::~Pull() = default;

Task<Pass> Pull::pass() {
  state_->seen = {};
  co_await state_->look();
  co_return Pass{.changed = state_->seen.changed};
}

}  // namespace storyreel::notion
