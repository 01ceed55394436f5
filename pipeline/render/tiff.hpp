#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace storyreel::render {

/// Tags of a TIFF's first directory, which is also how EXIF is written.
enum class TiffTag : std::uint16_t { width = 256, height = 257, orientation = 274 };

bool is_tiff(std::string_view bytes);

/// The number that stands under `tag` in the first directory; nullopt where there is none, or where
/// the bytes are no TIFF. Takes any bytes.
std::optional<std::uint32_t> tiff_value(std::string_view bytes, TiffTag tag);

}  // namespace storyreel::render
