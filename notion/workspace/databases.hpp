#pragma once

#include <string_view>

#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// A new data source of `database` with its first table view. Without a title among `properties`
/// it gets one named "Name".
Node add_source(Call& call, const Node& database, const json::array& title,
                const json::value& properties, std::string_view path);

/// Throws validation_error when `parent` is `node` or stands in it.
void check_outside(Call& call, const Node& node, std::string_view parent);

/// A new view of `database` over `data_source`, stored.
Node add_view(Call& call, const Node& database, const Node& data_source, std::string_view name,
              std::string_view type);

}  // namespace storyreel::workspace
