#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "cache/repository.hpp"
#include "notion/desk.hpp"
#include "notion/due.hpp"
#include "notion/reading.hpp"
#include "notion/scan.hpp"
#include "notion/sync.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

constexpr std::chrono::minutes kLargeAgain{1};

/// A resting details database, and the page of its video.
struct Resting {
  cache::Base base;
  std::string page_id;
  std::size_t rows = 0;
};

std::optional<Resting> load(cache::Database& database, const std::string& source_id) {
  const auto base = cache::bases::find(database, source_id);
  const auto video = base ? cache::videos::find(database, base->video_id) : std::nullopt;
  if (!video) return std::nullopt;
  return Resting{
      .base = *base, .page_id = video->page_id, .rows = cache::pages::count(database, source_id)};
}

/// Databases that the polls read only in part, as they have more rows than a request shows.
std::vector<cache::Base> large(cache::Database& database) {
  std::vector<cache::Base> found;
  const auto consider = [&](std::optional<cache::Base> base) {
    const auto rows = base ? cache::pages::count(database, base->source_id) : 0;
    if (rows >= kRowsOfRequest && sweep_due(rows, base->swept_at, now()))
      found.push_back(*std::move(base));
  };
  consider(cache::bases::videos(database));
  for (const auto& each : cache::bases::details(database)) {
    if (at_work(each.status, each.edited_at, now()))
      consider(cache::bases::find(database, each.source_id));
  }
  return found;
}

}  // namespace

/// What is remembered between passes.
struct Sweep::State {
  Desk desk;
  std::map<std::string, Time> tried;  ///< sources, when they were begun
  Time next{};
  Seen seen{};
  std::vector<std::string> wanted{};  ///< videos that somebody waits for
  Failing failing{};

  Task<> look();
  Task<std::vector<cache::Details>> resting();
  Task<> sweep(std::string source_id);
  Task<> sweep_wanted();
  Task<> read(Resting resting);
  Task<> scan_large();
  void take(Seen news) { seen.add(told(desk, std::move(news))); }
};

/// What rests, the one that was swept longest ago first.
Task<std::vector<cache::Details>> Sweep::State::resting() {
  auto all = co_await desk.cache.read(&cache::bases::details);
  std::erase_if(
      all, [](const cache::Details& each) { return at_work(each.status, each.edited_at, now()); });
  for (auto& each : all)
    each.swept_at = std::max(each.swept_at, std::optional(tried[each.source_id]));
  std::ranges::sort(all, {}, &cache::Details::swept_at);
  co_return all;
}

Task<> Sweep::State::read(Resting resting) {
  take(co_await look_at_body(desk, resting.page_id, resting.base.video_id, Priority::sweep));
  take(co_await scan(desk, resting.base, true, Priority::sweep));
}

Task<> Sweep::State::sweep(std::string source_id) {
  tried[source_id] = now();
  auto found = co_await desk.cache.read(
      [source_id](cache::Database& database) { return load(database, source_id); });
  if (!found) co_return;
  next = std::max(next, now() + sweep_pause(found->rows, desk.settings.requests_per_minute));
  const auto video_id = found->base.video_id;
  co_await attempt_reading(desk, failing, video_id, kReading, read(*std::move(found)),
                           seen.changed);
}

Task<> Sweep::State::scan_large() {
  for (auto& base : co_await desk.cache.read(&large)) {
    // One that is written all the time is never seen whole.
    auto& begun = tried[base.source_id];
    if (begun + kLargeAgain > now()) continue;
    begun = now();
    const auto work = [](State& state, cache::Base base) -> Task<> {
      state.take(co_await scan(state.desk, std::move(base), true, Priority::sweep));
    };
    const auto video_id = base.video_id;
    co_await attempt_reading(desk, failing, video_id, kReading, work(*this, std::move(base)),
                             seen.changed);
  }
}

Task<> Sweep::State::sweep_wanted() {
  for (const auto& video_id : std::exchange(wanted, {})) {
    const auto base = co_await desk.cache.read([video_id](cache::Database& database) {
      return cache::bases::of_video(database, video_id);
    });
    if (base) co_await sweep(base->source_id);
  }
}

Task<> Sweep::State::look() {
  co_await sweep_wanted();
  co_await scan_large();
  if (next > now()) co_return;
  const auto all = co_await resting();
  next = now() + sweep_interval(all.size(), desk.settings.requests_per_minute);
  if (!all.empty()) co_await sweep(all.front().source_id);
}

Sweep::Sweep(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings)
    : state_(std::make_unique<State>(State{
          .desk = {
              .client = client, .cache = cache, .log = log, .settings = std::move(settings)}})) {}

Sweep::~Sweep() = default;

Task<Pass> Sweep::pass() {
  co_await state_->look();
  const auto soon = now() + state_->desk.settings.poll_interval;
  co_return Pass{.changed = std::exchange(state_->seen, {}).changed,
                 .again_at = std::min(soon, state_->next)};
}

Task<Pass> Sweep::everything() {
  for (const auto& each : co_await state_->resting()) co_await state_->sweep(each.source_id);
  co_return Pass{.changed = std::exchange(state_->seen, {}).changed};
}

void Sweep::put_first(std::string video_id) {
  state_->wanted.push_back(std::move(video_id));
}

}  // namespace storyreel::notion
