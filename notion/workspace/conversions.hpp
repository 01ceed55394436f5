#pragma once

#include "notion/workspace/properties.hpp"

namespace storyreel::workspace {

/// What the values of a property become when its type changes. Kept, as far as their plain text
/// makes sense there: rich_text, number, select, multi_select, status, date, checkbox, url, email
/// and phone_number; into status nothing is kept. All others are forgotten.

/// The configuration that the new type begins with: a select's options go on as a multi_select's.
json::object carried_config(const Property& before, std::string_view type);

/// Rewrites the values of all rows of `source` for `after`, which may gain options.
void convert_values(Call& call, const Node& source, const Property& before, Property& after);

}  // namespace storyreel::workspace
