#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/runtime/time.hpp"
#include "pipeline/providers/provider.hpp"

namespace storyreel::pipeline {

/// What becomes of a step that failed.
struct Verdict {
  std::string error;         ///< for the row: what is wrong, and when the next try is
  std::optional<Time> next;  ///< nullopt: when the user changes something
};

/// Judges the failure number `attempts` (1 is the first) of something that begins as `noun` says
/// ("The picture"), or whose words are whole sentences where that is empty. Where the failure says
/// how long to wait, it may be tried for ever. Pure but for the random spread of the delay.
Verdict judge(const std::exception_ptr& failure, std::string_view noun, int attempts, Time now);

}  // namespace storyreel::pipeline
