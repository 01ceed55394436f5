#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace storyreel {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Wall-clock time in UTC, milliseconds. The cache stores it as an integer since 1970.
using Time = std::chrono::sys_time<milliseconds>;

Time now();

/// "2026-11-21T08:30:12.000Z".
std::string to_iso(Time time);

/// Reads ISO 8601 with or without time of day, fraction and zone (no zone: UTC); nullopt otherwise.
std::optional<Time> from_iso(std::string_view text);

}  // namespace storyreel
