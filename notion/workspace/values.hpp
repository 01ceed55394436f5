#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "notion/workspace/types.hpp"

namespace storyreel::workspace {

/// Types whose values filters and sorts treat alike. `files` only knows whether there are any;
/// `computed` values are not worked out here and count as empty.
enum class Family {
  text,
  number,
  checkbox,
  date,
  option,
  options,
  people,
  relation,
  files,
  computed
};

/// The family of a property type; nullopt when it can't be filtered or sorted by.
std::optional<Family> family_of(std::string_view type);

/// Where the values of a property come from: `key` is its id, or the name of a type whose values
/// stand outside the properties (created_time and its like).
struct Subject {
  std::string key;
  Family family;

  bool operator==(const Subject&) const = default;
};
Subject subject_of(const Property& property);

/// A value as conditions and sorts compare it. What the family doesn't have stays unset.
struct Value {
  bool empty = true;
  double number = 0;                      ///< a time in milliseconds, 1 for a tick, a rank
  std::string_view text{};                ///< folded
  std::span<const std::uint32_t> keys{};  ///< options, people, pages, as their column counts them
};

/// `text` as texts are compared: whatever its case.
std::string fold(std::string_view text);

/// Milliseconds since 1970, which a double holds exactly.
double number_of(Time time);

}  // namespace storyreel::workspace
