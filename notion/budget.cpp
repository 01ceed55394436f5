#include "notion/budget.hpp"

#include <algorithm>

namespace storyreel::notion {
namespace {

constexpr seconds kWindow{60};
constexpr seconds kLongest{60};

}  // namespace

Time Window::free_at(Time now) const {
  const auto earliest = std::max(now, paused_until_);
  if (per_window_ == 0 || static_cast<int>(spent_.size()) < per_window_) return earliest;
  return std::max(earliest,
                  spent_[spent_.size() - static_cast<std::size_t>(per_window_)] + kWindow);
}

void Window::spend(Time now) {
  if (per_window_ == 0) return;
  spent_.push_back(now);
  while (spent_.size() > static_cast<std::size_t>(per_window_)) spent_.pop_front();
}

void Window::pause_until(Time until) {
  paused_until_ = std::max(paused_until_, until);
}

/// One that waits for leave; it stands in the queue for as long as it lives.
struct Budget::Waiter {
  Waiter(Budget& owner, Priority its_priority)
      : budget(owner), priority(its_priority), signal(owner.loop_) {
    const auto behind = std::ranges::find_if(
        budget.waiters_, [&](const Waiter* other) { return other->priority > priority; });
    place = budget.waiters_.insert(behind, this);
  }
  ~Waiter() {
    budget.waiters_.erase(place);
    budget.wake_first();
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  Budget& budget;
  Priority priority;
  Signal signal;
  std::list<Waiter*>::iterator place;
};

Budget::Budget(Executor loop, int per_window, std::function<Time()> clock)
    : loop_(std::move(loop)), window_(per_window), clock_(std::move(clock)) {}

bool Budget::may_go(const Waiter& waiter) const {
  const auto time = clock_();
  return waiters_.front() == &waiter && in_flight_ < kInFlight && window_.free_at(time) <= time;
}

milliseconds Budget::patience(const Waiter& waiter) const {
  if (waiters_.front() != &waiter || in_flight_ >= kInFlight) return kLongest;
  const auto time = clock_();
  return std::min<milliseconds>(window_.free_at(time) - time, kLongest);
}

void Budget::wake_first() {
  if (!waiters_.empty()) waiters_.front()->signal.notify();
}

Task<Budget::Slot> Budget::acquire(Priority priority) {
  Waiter waiter(*this, priority);
  while (!may_go(waiter)) co_await waiter.signal.wait_for(patience(waiter));
  window_.spend(clock_());
  ++in_flight_;
  co_return Slot(*this);
}

Budget::Slot::~Slot() {
  if (!budget_) return;
  --budget_->in_flight_;
  budget_->wake_first();
}

void Budget::pause_until(Time until) {
  window_.pause_until(until);
}

}  // namespace storyreel::notion
