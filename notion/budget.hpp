#pragma once

#include <deque>
#include <functional>
#include <list>

#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel::notion {

/// Who goes first when requests wait.
enum class Priority { interactive, normal, sweep };

/// The budget's arithmetic: at most `per_window` requests in any 60 s, spent at any pace.
class Window {
 public:
  explicit Window(int per_window) : per_window_(per_window) {}  ///< 0: no pacing

  /// When the next request may go: `now`, or later.
  Time free_at(Time now) const;
  void spend(Time now);
  /// Nothing goes before `until`.
  void pause_until(Time until);

 private:
  int per_window_;
  std::deque<Time> spent_;
  Time paused_until_{};
};

/// The one queue for requests: in order of priority, then of arrival; at most four in flight.
/// Loop thread only.
class Budget {
 public:
  static constexpr int kInFlight = 4;

  Budget(Executor loop, int per_window, std::function<Time()> clock = now);

  /// Leave to send one request; it is in flight until the slot is destroyed.
  class Slot {
   public:
    explicit Slot(Budget& budget) : budget_(&budget) {}
    Slot(Slot&& other) noexcept : budget_(std::exchange(other.budget_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot();

   private:
    Budget* budget_;
  };
  Task<Slot> acquire(Priority priority);

  void pause_until(Time until);

 private:
  struct Waiter;

  bool may_go(const Waiter& waiter) const;
  milliseconds patience(const Waiter& waiter) const;
  void wake_first();

  Executor loop_;
  Window window_;
  std::function<Time()> clock_;
  std::list<Waiter*> waiters_;
  int in_flight_ = 0;
};

}  // namespace storyreel::notion
