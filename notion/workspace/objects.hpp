#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/call.hpp"
#include "notion/workspace/properties.hpp"

namespace storyreel::workspace {

/// The API's objects, in the caller's version.
json::object show_user(Call& call, const User& user);
json::object show_page(Call& call, const Node& page);
json::object show_row(Call& call, const Node& page, const std::vector<Property>& schema,
                      const std::vector<std::string>& filter);
json::object show_database(Call& call, const Node& database);
json::object show_data_source(Call& call, const Node& data_source);
json::object show_block(Call& call, const Node& block);
json::object show_view(Call& call, const Node& view);

/// Sets what says whether an object is, or stands, in the trash.
void show_trash(const Call& call, json::object& shown, bool trashed);

/// The schema that the properties of `page` follow.
std::vector<Property> schema_for(Call& call, const Node& page);

/// The `filter_properties` of the query, with or without brackets after the name.
std::vector<std::string> filter_properties(const Call& call);

/// Links of this workspace, which its web page follows.
std::string link_to(const Call& call, std::string_view id);

}  // namespace storyreel::workspace
