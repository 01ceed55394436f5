#pragma once

#include <exception>
#include <functional>

#include "daemon/runtime/task.hpp"

namespace storyreel::commands {

/// Runs `main` on a loop on the calling thread and returns its result, or throws what it threw.
/// SIGTERM and SIGINT cancel it: then, when it has wound up, the result is `when_terminated`.
/// SIGUSR1 never ends the process (`storyreel sync` sends it to whoever holds the state directory).
int run_main(std::function<Task<int>(Executor)> main, int when_terminated);

/// Ends well however `task` ends: `task || other` would go on waiting for `other` when task fails.
/// Returns its exception, null when it ended well.
Task<std::exception_ptr> settled(Task<> task);

}  // namespace storyreel::commands
