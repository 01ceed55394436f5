#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/group.hpp"
#include "notion/adopt.hpp"
#include "notion/desk.hpp"
#include "notion/due.hpp"
#include "notion/hints.hpp"
#include "notion/reading.hpp"
#include "notion/recall.hpp"
#include "notion/scan.hpp"
#include "notion/sync.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

constexpr std::size_t kAtOnce = 3;
// Edits anywhere are to be noticed within a minute; search lags too.
constexpr seconds kHints{20};

/// A body that must be read.
struct BodyDue {
  std::string page_id;
  std::string video_id;  ///< blank: not a video yet
};

std::vector<BodyDue> bodies_due(cache::Database& database, const std::string& source_id,
                                const std::map<std::string, Time>& looked_at) {
  const auto bot = cache::facts::find(database, "bot_id").value_or("");
  std::vector<BodyDue> found;
  for (const auto& page : cache::pages::with_news(database, source_id, now() - kFreshBody)) {
    const auto video = cache::videos::find_by_page(database, page.page_id);
    const auto looked = looked_at.find(page.page_id);
    const auto last = looked == looked_at.end() ? Time{} : looked->second;
    const bool owed = video && owes_body(database, video->id);
    if (!needs_body(page, video && !owed ? &*video : nullptr, bot, last, now())) continue;
    found.push_back({.page_id = page.page_id, .video_id = video ? video->id : ""});
  }
  return found;
}

}  // namespace

/// What pull remembers between passes.
struct Pull::State {
  Desk desk;
  std::set<std::string> scanned;       ///< sources scanned whole since the start
  std::map<std::string, Time> edited;  ///< sources whose rows were seen to change
  std::map<std::string, Time> polled;  ///< sources at work, when they were polled
  std::map<std::string, Time> bodies;  ///< pages, when their bodies were read
  std::optional<Time> newest;          ///< the last edit that search showed
  Time hints_due{};
  Failing failing{};
  Seen seen{};  ///< since a pass went well: what one saw that failed, the next tells

  Task<> look();
  Task<> poll(cache::Base base);
  Task<> look_at_bodies(std::string source_id, Group& group);
  Task<> look_at_body(BodyDue due);
  Task<> look_at_details(Group& group);
  Task<> look_at_source(std::string source_id);
  Task<> look_for_pictures(Group& group);
  Task<> look_for_picture(Unplaced wanted);
  Task<std::vector<cache::Details>> details_due();
  Task<std::set<std::string>> hinted();
  void take(Seen news) { seen.add(told(desk, std::move(news))); }
};

Task<> Pull::State::poll(cache::Base base) {
  const auto rows = co_await desk.cache.read([id = base.source_id](cache::Database& database) {
    return cache::pages::count(database, id);
  });
  // What takes one request in any case is asked for whole; the sweep does so with the others.
  const bool whole = !scanned.contains(base.source_id) || rows < kRowsOfRequest;
  auto news = co_await scan(desk, base, whole, Priority::normal);
  scanned.insert(base.source_id);
  if (news.changed) edited[base.source_id] = now();
  take(std::move(news));
}

Task<> Pull::State::look_at_body(BodyDue due) {
  take(co_await notion::look_at_body(desk, due.page_id, due.video_id, Priority::normal));
}

Task<> Pull::State::look_at_bodies(std::string source_id, Group& group) {
  const auto all =
      co_await desk.cache.read([source_id, looked_at = bodies](cache::Database& database) {
        return bodies_due(database, source_id, looked_at);
      });
  for (const auto& due : all) {
    bodies[due.page_id] = now();
    co_await group.until_below(kAtOnce);
    group.spawn(attempt_reading(desk, failing, due.video_id, kReadingBody, look_at_body(due),
                                seen.changed));
  }
}

/// Sources that search hints at; none while it is not due.
Task<std::set<std::string>> Pull::State::hinted() {
  if (hints_due > now()) co_return std::set<std::string>();
  hints_due = now() + kHints;
  Hints hints{.sources = {}, .newest = newest};
  std::exception_ptr failure;
  try {
    hints = co_await look_for_hints(desk, newest);
  } catch (...) {
    failure = std::current_exception();
  }
  // Without hints the sweep finds it.
  if (failure && concerns_all(failure)) std::rethrow_exception(failure);
  newest = hints.newest;
  co_return std::move(hints.sources);
}

/// What is at work, the longest unpolled first, as far as the budget goes; and what is hinted at.
Task<std::vector<cache::Details>> Pull::State::details_due() {
  std::vector<cache::Details> working;
  std::vector<cache::Details> resting;
  for (auto& each : co_await desk.cache.read(&cache::bases::details)) {
    const auto known = edited.find(each.source_id);
    const auto row_edited = known == edited.end() ? Time{} : known->second;
    const bool works = at_work(each.status, std::max(each.edited_at, row_edited), now());
    (works ? working : resting).push_back(std::move(each));
  }
  std::ranges::sort(working, {}, [&](const auto& each) { return polled[each.source_id]; });
  const auto most = most_polls(desk.settings.requests_per_minute, desk.settings.poll_interval);
  if (working.size() > most) working.resize(most);
  if (resting.empty()) co_return working;
  const auto hints = co_await hinted();
  std::ranges::copy_if(resting, std::back_inserter(working),
                       [&](const auto& each) { return hints.contains(each.source_id); });
  co_return working;
}

Task<> Pull::State::look_at_source(std::string source_id) {
  const auto base = co_await desk.cache.read(
      [source_id](cache::Database& database) { return cache::bases::find(database, source_id); });
  if (base) co_await poll(*base);
}

Task<> Pull::State::look_at_details(Group& group) {
  for (const auto& details : co_await details_due()) {
    polled[details.source_id] = now();
    co_await group.until_below(kAtOnce);
    group.spawn(attempt_reading(desk, failing, details.video_id, kReading,
                                look_at_source(details.source_id), seen.changed));
  }
}

Task<> Pull::State::look_for_picture(Unplaced wanted) {
  take(co_await place_picture(desk, std::move(wanted)));
}

Task<> Pull::State::look_for_pictures(Group& group) {
  for (auto& wanted : co_await desk.cache.read(&unplaced_pictures)) {
    co_await group.until_below(kAtOnce);
    const auto video_id = wanted.video_id;
    group.spawn(attempt_reading(desk, failing, video_id, kPlacing,
                                look_for_picture(std::move(wanted)), seen.changed));
  }
}

Task<> Pull::State::look() {
  const auto base = co_await desk.cache.read(&cache::bases::videos);
  if (!base) throw Error("the studio is not set up yet: run storyreel init");
  co_await poll(*base);
  take(co_await adopt_details(desk));
  // Bodies first: they say why a details database is gone.
  using Part = std::function<Task<>(Group&)>;
  for (const Part& part :
       {Part([this, base](Group& group) { return look_at_bodies(base->source_id, group); }),
        Part([this](Group& group) { return look_at_details(group); }),
        Part([this](Group& group) { return look_for_pictures(group); })}) {
    Group group(co_await boost::asio::this_coro::executor);
    co_await group.run(part(group));
  }
}

Pull::Pull(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings)
    : state_(std::make_unique<State>(State{
          .desk = {
              .client = client, .cache = cache, .log = log, .settings = std::move(settings)}})) {}

Pull::~Pull() = default;

Task<Pass> Pull::pass() {
  const auto begun = now();
  co_await state_->look();
  co_return Pass{.changed = std::exchange(state_->seen, {}).changed,
                 .again_at = begun + state_->desk.settings.poll_interval};
}

}  // namespace storyreel::notion
