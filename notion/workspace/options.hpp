#pragma once

#include "notion/workspace/types.hpp"

namespace storyreel::workspace {

/// The options of select, multi_select and status: ids never change, names are unique whatever
/// their case, and have no commas. Each throws validation_error.

/// A schema's {options} as a replacement list: options left out are deleted, existing ones (by id
/// or name) keep id and colour, new ones get both.
json::object configure_options(Setting& setting, const json::value& value, std::string_view path);
json::object configure_status(Setting& setting, const json::value& value, std::string_view path);

/// The id of the option a page write names by {id} or {name}; a new name is a new option.
std::string option_id(const json::value& value, Property& property, std::string_view path);
/// The same, where a new name is refused (status).
std::string known_option_id(const json::value& value, const Property& property,
                            std::string_view path);

/// What no request can do, and a person in Notion's own page can. False: there is no such option.
bool rename_option(Property& property, std::string_view id, const json::value& name,
                   std::string_view path);

/// {id, name, color} of an option; null for one that was deleted.
json::value show_option(const json::value& id, const Property& property);

}  // namespace storyreel::workspace
