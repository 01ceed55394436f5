#pragma once

#include <cstdint>
#include <string>

namespace storyreel::bench {

/// What a command cost, the processes it started included.
struct Cost {
  double wall = 0;  ///< seconds
  double cpu = 0;   ///< seconds
  double peak = 0;  ///< MB: the largest sum of the processes' memory, shared pages counted once
};

/// Runs a shell command to its end. Ends the program when it fails.
Cost run_metered(const std::string& command);

/// What a shell command writes to its two outputs.
std::string output_of(const std::string& command);

}  // namespace storyreel::bench
