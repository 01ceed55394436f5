#include <algorithm>
#include <optional>

#include "cache/repository.hpp"
#include "daemon/app.hpp"
#include "daemon/runtime/signal.hpp"

namespace storyreel {
namespace {

constexpr int kSomeVideoFailed = 3;

// What is due later than this is left to the next sync: retries that back off go on for hours.
constexpr seconds kSoon{90};

std::optional<Time> earlier(std::optional<Time> one, std::optional<Time> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

}  // namespace

Task<int> App::sync_once() {
  work_.hold(co_await cache_.read(all_paused));
  if (work_.held())
    log_.write({.level = Level::warning,
                .what = "all making is paused: `storyreel resume` lets it go on"});
  work_.hurry();
  co_await notion::init(client_, cache_, settings_.notion);
  co_await sweep_.everything();
  for (;;) {
    const Pass pulled = co_await pull_.pass();
    const Pass made = co_await work_.pass();
    const Pass stored = co_await publisher_.pass();
    const Pass pushed = co_await push_.pass();
    const Pass shown = co_await films_.pass();
    if (pulled.changed || made.changed || stored.changed || pushed.changed || shown.changed)
      continue;
    const auto due =
        earlier(earlier(made.again_at, stored.again_at), earlier(pushed.again_at, shown.again_at));
    if (!due || *due > now() + kSoon) break;
    co_await sleep_for(std::clamp(*due - now(), milliseconds(1), milliseconds(kSoon)));
  }
  co_await views_.pass();
  co_return co_await cache_.read(some_video_failed) ? kSomeVideoFailed : 0;
}

bool some_video_failed(cache::Database& database) {
  const auto failed = [](const cache::Item& item) {
    return item.state == cache::ItemState::live && item.status == cache::ItemStatus::pending &&
           !item.error.empty();
  };
  return std::ranges::any_of(cache::videos::all(database), [&](const cache::Video& video) {
    return !video.trashed &&
           (video.status == cache::VideoStatus::failed ||
            std::ranges::any_of(cache::items::of_video(database, video.id), failed));
  });
}

}  // namespace storyreel
