#pragma once

#include <string_view>

#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {

/// Reads {start, end?, time_zone?} as Notion gives it back: days as they are, times with their
/// offset from UTC and milliseconds, `time_zone` always null (the offset tells of it). Throws
/// validation_error for what is no date, and for a time zone with days or with offsets.
json::object read_date(const json::value& value, std::string_view path);

/// As a mention shows it: "2026-11-21", "2026-11-21 → 2026-11-22".
std::string date_text(const json::object& date);

}  // namespace storyreel::workspace
