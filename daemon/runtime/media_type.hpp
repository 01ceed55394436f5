#pragma once

#include <string_view>

namespace storyreel {

/// The media type of a file by its name's ending; what isn't known is "application/octet-stream".
std::string_view media_type_of(std::string_view name);

}  // namespace storyreel
