#pragma once

#include <cstddef>
#include <memory>

#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel {

/// A set of tasks that is waited for: nothing is detached. Loop thread only.
class Group {
 public:
  explicit Group(Executor loop);
  ~Group();  ///< must be empty by then: use run() where the owner itself may be cancelled
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  /// Starts `task`. Its first exception is kept for join(). When the tasks are cancelled, this one
  /// is told so only after `grace`, if it still runs then.
  void spawn(Task<> task, milliseconds grace = {});

  std::size_t running() const;

  /// Returns when fewer than `limit` tasks run.
  Task<> until_below(std::size_t limit);

  /// Runs `body`, which may spawn here, then join()s, however `body` ended: when it threw or was
  /// cancelled, the tasks are cancelled, waited for, and its exception goes on.
  Task<> run(Task<> body);

  /// Waits for all, then throws the first exception, if any. When the waiting task is cancelled,
  /// the tasks are cancelled too and still waited for.
  Task<> join();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace storyreel
