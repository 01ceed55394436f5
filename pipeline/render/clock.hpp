#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <string>

namespace storyreel::render {

/// A time as players show it: "1:02:03" or "4:05".
inline std::string clock_of(std::int64_t seconds) {
  return seconds < 3600
             ? fmt::format("{}:{:02}", seconds / 60, seconds % 60)
             : fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace storyreel::render
