#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/time.hpp"
#include "pipeline/work.hpp"

namespace storyreel::commands {

/// How long an artifact of a kind took lately.
using UsualTimes = std::map<std::string, milliseconds>;

UsualTimes usual_times(cache::Database& database);

/// How long the stages that are not done will take, one artifact after the other; nullopt where
/// nothing like them was made yet.
std::optional<milliseconds> time_left(const std::vector<pipeline::StageCount>& stages,
                                      const UsualTimes& usual);

}  // namespace storyreel::commands
