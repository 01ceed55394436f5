#include "notion/budget.hpp"

#include <algorithm>

namespace storyreel::notion {
namespace {

constexpr seconds kWindow{60};
constexpr seconds kLongest{60};
// A refused limit is tried again in steps, each after so long without another refusal.
constexpr std::chrono::minutes kStep{10};
constexpr int kSteps = 10;
constexpr int kLeast = 10;

}  // namespace

Time Window::free_at(Time now) const {
  const auto earliest = std::max(now, paused_until_);
  const auto most = static_cast<std::size_t>(limit(now));
  if (per_window_ == 0 || spent_.size() < most) return earliest;
  const auto spent = spent_[spent_.size() - most];
  // By a clock that was set back, what was spent lies ahead: that says nothing.
  return spent > now ? earliest : std::max(earliest, spent + kWindow);
}

int Window::limit(Time now) const {
  if (learned_ == 0) return per_window_;
  const auto steps = static_cast<int>(std::max(now - refused_at_, milliseconds{0}) / kStep);
  const auto regained = std::min(steps, kSteps) * std::max(1, per_window_ / kSteps);
  return std::min(per_window_, learned_ + regained);
}

int Window::left(Time now) const {
  const auto sent =
      std::ranges::count_if(spent_, [&](Time time) { return time > now - kWindow && time <= now; });
  return paused_until_ > now ? 0 : std::max(0, limit(now) - static_cast<int>(sent));
}

void Window::refused(Time now) {
  if (per_window_ == 0 || !began_ || now < *began_ + kWindow) return;
  const auto sent = std::ranges::count_if(spent_, [&](Time time) { return time > now - kWindow; });
  const auto least = std::min(kLeast, per_window_);
  learned_ = std::clamp(static_cast<int>(sent) - 1, least, std::max(least, limit(now)));
  refused_at_ = now;
}

void Window::spend(Time now) {
  if (per_window_ == 0) return;
  began_ = began_.value_or(now);
  spent_.push_back(now);
  while (spent_.size() > static_cast<std::size_t>(per_window_)) spent_.pop_front();
}

void Window::pause_until(Time until) {
  paused_until_ = std::max(paused_until_, until);
}

/// One that waits for leave; it stands in the queue for as long as it lives.
struct Budget::Waiter {
  Waiter(Budget& owner, Priority its_priority, std::string its_lane)
      : budget(owner), priority(its_priority), lane(std::move(its_lane)), signal(owner.loop_) {
    const auto behind = std::ranges::find_if(
        budget.waiters_, [&](const Waiter* other) { return other->priority > priority; });
    place = budget.waiters_.insert(behind, this);
  }
  ~Waiter() {
    budget.waiters_.erase(place);
    budget.wake_next();
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  Budget& budget;
  Priority priority;
  std::string lane;
  Signal signal;
  std::list<Waiter*>::iterator place;
};

Budget::Budget(Executor loop, int per_window, std::function<Time()> clock)
    : loop_(std::move(loop)), window_(per_window), clock_(std::move(clock)) {}

bool Budget::blocked(const std::string& lane) const {
  const auto narrow = narrow_.find(lane);
  return narrow != narrow_.end() && narrow->second > clock_() && in_flight_.contains(lane);
}

/// The first in the queue whose lane is free; null when there is none.
const Budget::Waiter* Budget::next() const {
  const auto found =
      std::ranges::find_if(waiters_, [&](const Waiter* waiter) { return !blocked(waiter->lane); });
  return found == waiters_.end() ? nullptr : *found;
}

bool Budget::may_go(const Waiter& waiter) const {
  const auto time = clock_();
  return next() == &waiter && in_flight_.size() < kInFlight && window_.free_at(time) <= time;
}

milliseconds Budget::patience(const Waiter& waiter) const {
  if (next() != &waiter || in_flight_.size() >= kInFlight) return kLongest;
  const auto time = clock_();
  return std::min<milliseconds>(window_.free_at(time) - time, kLongest);
}

void Budget::wake_next() {
  const auto* first = next();
  const auto found = std::ranges::find(waiters_, first);
  if (found != waiters_.end()) (*found)->signal.notify();
}

Task<Budget::Slot> Budget::acquire(Priority priority, std::string lane) {
  Waiter waiter(*this, priority, lane);
  while (!may_go(waiter)) co_await waiter.signal.wait_for(patience(waiter));
  window_.spend(clock_());
  in_flight_.insert(lane);
  co_return Slot(*this, std::move(lane));
}

Budget::Slot::~Slot() {
  if (!budget_) return;
  budget_->in_flight_.erase(budget_->in_flight_.find(lane_));
  budget_->wake_next();
}

void Budget::narrow(const std::string& lane, Time until) {
  std::erase_if(narrow_, [&](const auto& each) { return each.second <= clock_(); });
  if (!lane.empty()) narrow_[lane] = until;
}

BudgetReport Budget::report() const {
  const auto time = clock_();
  const auto until = window_.paused_until();
  return {.limit = window_.limit(time),
          .left = window_.left(time),
          .waiting = waiters_.size(),
          .in_flight = in_flight_.size(),
          .rests_until = until > time ? std::optional(until) : std::nullopt};
}

}  // namespace storyreel::notion
