#pragma once

#include <cstddef>
#include <sys/types.h>

#include "daemon/runtime/time.hpp"

namespace storyreel::test {

/// What a process has used so far, its children left out.
struct Usage {
  milliseconds cpu{};     ///< user and system, to ten milliseconds
  milliseconds queued{};  ///< that its threads, as they are now, were ready but had no processor
  double resident = 0;    ///< MB, now
  double most = 0;        ///< MB, at the most so far
  std::size_t files = 0;  ///< open descriptors
};

/// Throws std::runtime_error when the process is gone.
Usage usage(pid_t pid);

}  // namespace storyreel::test
