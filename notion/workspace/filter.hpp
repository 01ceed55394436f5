#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "notion/workspace/conditions.hpp"
#include "notion/workspace/properties.hpp"

namespace storyreel::workspace {

/// One condition of one property, as a filter asks for it.
struct Test {
  Property property;
  const Condition* condition;
  Argument argument;
};

/// Holds when its test does, or without one when all (or any) of its parts hold: without test and
/// parts always (or never).
struct Filter {
  bool all = true;
  std::vector<Filter> parts{};
  std::optional<Test> test{};
};

/// Reads a query's `filter` over `schema`: property and timestamp conditions, joined by and / or
/// at most two levels deep. Throws validation_error.
Filter read_filter(const json::value& filter, const std::vector<Property>& schema,
                   const Asker& asker, std::string_view path);

struct Order {
  Property property;
  bool descending = false;
};

/// Reads a query's `sorts`. Throws validation_error.
std::vector<Order> read_sorts(const json::value& sorts, const std::vector<Property>& schema,
                              std::string_view path);

}  // namespace storyreel::workspace
