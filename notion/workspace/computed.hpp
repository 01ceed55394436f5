#pragma once

#include "notion/workspace/properties.hpp"

namespace storyreel::workspace {

/// Properties whose values the workspace makes: rollups and formulas, whose configuration is kept
/// and whose values are told as unsupported, and unique ids.

/// {function, relation_property_name | _id, rollup_property_name | _id}; kept are function and ids.
json::object configure_rollup(Setting& setting, const json::value& value, std::string_view path);
/// With the present names of both properties.
json::object describe_rollup(Call& call, const Property& property);
json::value read_rollup(const json::value& stored, const Property& property, const Node& page);

json::object configure_formula(Setting& setting, const json::value& value, std::string_view path);
json::value read_formula(const json::value& stored, const Property& property, const Node& page);

/// {prefix}; the configuration keeps the last number given.
json::object configure_unique_id(Setting& setting, const json::value& value, std::string_view path);
json::object describe_unique_id(Call& call, const Property& property);
/// Gives the next number.
json::value begin_unique_id(Property& property);
json::value read_unique_id(const json::value& stored, const Property& property, const Node& page);

}  // namespace storyreel::workspace
