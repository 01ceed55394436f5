#pragma once

#include <string_view>

#include "notion/workspace/types.hpp"

namespace storyreel::workspace {

/// The {format} of a number property; one that is left out stays as it was. Throws
/// validation_error.
json::object configure_number(Setting& setting, const json::value& value, std::string_view path);

}  // namespace storyreel::workspace
