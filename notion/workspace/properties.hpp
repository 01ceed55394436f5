#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/call.hpp"
#include "notion/workspace/types.hpp"

namespace storyreel::workspace {

/// The schema of a data source, in order.
std::vector<Property> schema_of(const Node& data_source);
void set_schema(Node& data_source, const std::vector<Property>& schema);

/// The property a key means: its name, or its id (URL-encoded or not). Null when there is none.
const Property* find_property(const std::vector<Property>& schema, std::string_view key);
Property* find_property(std::vector<Property>& schema, std::string_view key);

/// An id that no property of `schema` has.
std::string new_property_id(const std::vector<Property>& schema);

/// The schema of a page under a page: one title.
std::vector<Property> title_only();

/// Applies the `properties` of POST or PATCH data source: adds, changes, renames, removes.
/// Throws validation_error.
void change_schema(Call& call, Node& data_source, const json::value& changes,
                   std::string_view path);

/// {<Name>: {id, name, description, type, <type>}}.
json::object show_schema(Call& call, const std::vector<Property>& schema);

/// Writes the `properties` of a page body into `page`. True when `schema` changed (a new option).
bool write_properties(Call& call, Node& page, std::vector<Property>& schema,
                      const json::value& values, std::string_view path);

/// Gives a new row what it has by itself: its unique ids. True when `schema` changed (numbers are
/// counted there).
bool begin_row(Node& page, std::vector<Property>& schema);

/// {<Name>: {id, type, <type>}}; only those that `filter` names unless it is empty. Lists of
/// references are cut at 25; relations tell so by has_more.
json::object show_properties(Call& call, const Node& page, const std::vector<Property>& schema,
                             const std::vector<std::string>& filter);

}  // namespace storyreel::workspace
