#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/types.hpp"

namespace storyreel::workspace {

/// Types whose values filters and sorts treat alike.
enum class Family { text, number, checkbox, option, options, date, list };

/// The family of a property type; nullopt when it can't be filtered or sorted by.
std::optional<Family> family_of(std::string_view type);

/// A property's value as filters and sorts compare it; what the family doesn't have stays unset.
struct Value {
  bool empty = true;
  std::string text{};  ///< folded to lower case; an option's name
  double number = 0;   ///< also an option's rank
  bool flag = false;
  Time time{};
  std::vector<std::string> names{};  ///< options, people
};

Value value_of(const Property& property, const Node& page);

/// Lower case, ASCII letters only.
std::string fold(std::string_view text);

}  // namespace storyreel::workspace
