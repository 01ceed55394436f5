#pragma once

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel::notion {

/// Who goes first when requests wait.
enum class Priority { interactive, normal, sweep };

/// The budget's arithmetic: at most `per_window` requests in any 60 s, spent at any pace. Less
/// where Notion refused although there was room; what was lost comes back step by step while it
/// does not.
class Window {
 public:
  explicit Window(int per_window) : per_window_(per_window) {}  ///< 0: no pacing

  /// When the next request may go: `now`, or later.
  Time free_at(Time now) const;
  void spend(Time now);
  /// Nothing goes before `until`.
  void pause_until(Time until);
  /// Notion refused a request for its rate. Teaches nothing before a whole window was seen: an
  /// earlier run may have spent it.
  void refused(Time now);
  /// Requests per 60 s that are kept to.
  int limit(Time now) const;
  int left(Time now) const;  ///< that may go at once; with no pacing 0
  Time paused_until() const { return paused_until_; }

 private:
  int per_window_;
  int learned_ = 0;  ///< the limit at the last refusal; 0: never refused
  Time refused_at_{};
  std::optional<Time> began_;
  std::deque<Time> spent_;
  Time paused_until_{};
};

/// What became of one request, for those who count.
struct Sent {
  std::string method;
  std::string path;
  int status = 0;  ///< HTTP's; 0: no reply
};

/// How the budget stands.
struct BudgetReport {
  int limit = 0;  ///< requests per 60 s that are kept to; 0: no pacing
  int left = 0;   ///< of them, now
  std::size_t waiting = 0;
  std::size_t in_flight = 0;
  std::optional<Time> rests_until;  ///< Notion wants to be left alone
};

/// The one queue for requests: in order of priority, then of arrival; at most four in flight.
/// Requests may stand in a lane (writes to one database): one that is narrow has only one of them
/// in flight, and those behind it in other lanes go first. Loop thread only.
class Budget {
 public:
  static constexpr std::size_t kInFlight = 4;

  Budget(Executor loop, int per_window, std::function<Time()> clock = now);

  /// Leave to send one request; it is in flight until the slot is destroyed.
  class Slot {
   public:
    Slot(Budget& budget, std::string lane) : budget_(&budget), lane_(std::move(lane)) {}
    Slot(Slot&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), lane_(std::move(other.lane_)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot();

   private:
    Budget* budget_;
    std::string lane_;
  };
  Task<Slot> acquire(Priority priority, std::string lane = {});  ///< blank: in no lane

  void pause_until(Time until) { window_.pause_until(until); }
  void refused() { window_.refused(clock_()); }
  void narrow(const std::string& lane, Time until);
  BudgetReport report() const;

 private:
  struct Waiter;

  const Waiter* next() const;
  bool blocked(const std::string& lane) const;
  bool may_go(const Waiter& waiter) const;
  milliseconds patience(const Waiter& waiter) const;
  void wake_next();

  Executor loop_;
  Window window_;
  std::function<Time()> clock_;
  std::list<Waiter*> waiters_;
  std::multiset<std::string> in_flight_;  ///< their lanes
  std::map<std::string, Time> narrow_;    ///< until when
};

}  // namespace storyreel::notion
