#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/time.hpp"

namespace storyreel {

/// What bounds a child process. It is killed when it goes over.
struct ChildLimits {
  seconds timeout{60};
  std::size_t output = 64u << 20;    ///< bytes of standard output
  std::size_t memory = 1024u << 20;  ///< address space, bytes; 0: no limit
  std::size_t file = 0;              ///< bytes of a file that it writes; 0: no limit
};

/// How a child ended. `exit` is its code, or 128 + the signal that ended it.
struct ChildResult {
  int exit = 0;
  std::string output;  ///< standard output
  std::string errors;  ///< the last 4 KiB of standard error
};

/// Runs `argv[0]` (looked up in PATH; no shell), writes `input` to its standard input and returns
/// when it has ended. Blocks: call it on an Offload thread. Throws Error when it can't be started,
/// runs over a limit, or `stop` is requested (then the child is killed first).
ChildResult run_child(const std::vector<std::string>& argv, std::string_view input,
                      const ChildLimits& limits, std::stop_token stop);

}  // namespace storyreel
