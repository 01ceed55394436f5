#pragma once

#include <memory>
#include <optional>

#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel {

/// Sleeps; throws the cancellation error when cancelled.
Task<> sleep_for(milliseconds duration);

/// Wakes a loop: a notify() before or during wait_for() makes it return. Notifications merge.
/// Loop thread only; outlives its waiter.
class Signal {
 public:
  explicit Signal(Executor loop);
  ~Signal();

  void notify();

  /// Returns when notified, or after `duration`. One waiter at a time.
  Task<> wait_for(milliseconds duration);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What one pass of a level-triggered loop found.
struct Pass {
  bool changed = false;          ///< something was read, made or written
  std::optional<Time> again_at;  ///< when there is something to do, if nobody calls before
};

}  // namespace storyreel
