#include "pipeline/providers/gate.hpp"

#include <algorithm>

#include "daemon/runtime/retry.hpp"
#include "daemon/runtime/signal.hpp"

namespace storyreel::pipeline {
namespace {

constexpr int kMostFailures = 5;
constexpr Backoff kRest{.base = std::chrono::minutes(5), .cap = std::chrono::minutes(60)};
constexpr milliseconds kLook{50};
constexpr std::chrono::minutes kMinute{1};

}  // namespace

Task<Gate::Pass> Gate::enter() {
  while (inside_ >= at_once_) co_await sleep_for(kLook);
  Pass pass(*this);
  if (per_minute_ > 0) {
    const auto turn = std::max(next_, Clock::now());
    next_ = turn + std::chrono::duration_cast<Clock::duration>(kMinute) / per_minute_;
    co_await sleep_for(std::chrono::ceil<milliseconds>(turn - Clock::now()));
  }
  co_return std::move(pass);
}

std::optional<seconds> Gate::resting(Clock::time_point now) const {
  if (now >= rests_until_) return std::nullopt;
  return std::chrono::ceil<seconds>(rests_until_ - now);
}

void Gate::went_well() {
  failures_ = rests_ = 0;
}

void Gate::failed(Clock::time_point now) {
  if (++failures_ < kMostFailures) return;
  // One more try when it has rested, not five.
  failures_ = kMostFailures - 1;
  rests_until_ = now + delay(kRest, ++rests_, 1);
}

}  // namespace storyreel::pipeline
