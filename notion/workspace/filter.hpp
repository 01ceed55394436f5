#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "notion/workspace/properties.hpp"

namespace storyreel::workspace {

using Filter = std::function<bool(const Node& row)>;

/// Reads a query's `filter` over `schema` (which must outlive the result): property and timestamp
/// conditions, joined by and / or at most two levels deep. Throws validation_error.
Filter read_filter(const json::value& filter, const std::vector<Property>& schema, Time now,
                   std::string_view path);

/// Orders rows by a query's `sorts`; rows that tie, or all without sorts, stand in an order that
/// has nothing to do with their creation (unless `ordered`). Empty values come last. Throws
/// validation_error.
void sort_rows(std::vector<Node>& rows, const json::value* sorts,
               const std::vector<Property>& schema, bool ordered);

}  // namespace storyreel::workspace
