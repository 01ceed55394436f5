#pragma once

#include <string_view>

#include "notion/workspace/values.hpp"

namespace storyreel::workspace {

/// What a condition compares with, read from a filter.
struct Argument {
  std::string text{};                ///< folded
  std::vector<std::string> names{};  ///< one or more names
  double number = 0;
  bool flag = false;
  Time from{};  ///< a span: `from` is in it,
  Time to{};    ///< `to` is not
};

/// One condition of a filter.
struct Condition {
  Family family;
  std::string_view name;
  Argument (*read)(const json::value& value, std::string_view name, Time now,
                   std::string_view path);
  bool (*holds)(const Value& value, const Argument& argument);
};

/// Null when values of `family` have no such condition.
const Condition* find_condition(Family family, std::string_view name);

}  // namespace storyreel::workspace
