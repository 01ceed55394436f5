#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace storyreel::render {

/// The first frame of an animated WebP as a WebP file of its own; nullopt when `bytes` are
/// no animation. Takes any bytes.
std::optional<std::string> first_frame(std::string_view bytes);

}  // namespace storyreel::render
