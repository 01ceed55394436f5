#pragma once

#include "notion/json_reader.hpp"
#include "notion/types.hpp"

namespace storyreel::notion {

/// {"id":…,"name":…}
Option read_option(const Reader& reader);

/// A page property's value. A type that is not used, or not known, is blank.
Property read_property(const Reader& reader);

}  // namespace storyreel::notion
