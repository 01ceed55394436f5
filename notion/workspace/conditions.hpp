#pragma once

#include <string_view>
#include <vector>

#include "notion/workspace/values.hpp"

namespace storyreel::workspace {

/// What a condition compares with, read from a filter.
struct Argument {
  std::string text{};                 ///< folded
  std::vector<std::string> names{};   ///< of options; ids of people or pages
  std::vector<std::uint32_t> keys{};  ///< what `names` are in the column, ascending
  double number = 0;                  ///< also 1 for true
  double from = 0;                    ///< a span in milliseconds: `from` is in it,
  double to = 0;                      ///< `to` is not
};

/// Who asks, and when: for "me" and relative dates.
struct Asker {
  std::string_view user;
  Time now;
};

/// One condition of a filter.
struct Condition {
  Family family;
  std::string_view name;
  Argument (*read)(const json::value& value, std::string_view name, const Asker& asker,
                   std::string_view path);
  bool (*holds)(const Value& value, const Argument& argument);
};

/// Null when values of `family` have no such condition.
const Condition* find_condition(Family family, std::string_view name);

/// Whether `part` stands in `text`; in linear time, whatever stands in either.
bool contains(std::string_view text, std::string_view part);

}  // namespace storyreel::workspace
