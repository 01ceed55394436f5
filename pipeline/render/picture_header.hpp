#pragma once

#include <optional>
#include <string_view>

namespace storyreel::render {

enum class PictureKind { jpeg, png, webp };

/// What the first bytes of a picture say about it.
struct PictureHeader {
  PictureKind kind;
  int width = 0;
  int height = 0;
};

/// Reads the header of a JPEG, PNG or WebP file; nullopt when the bytes are none of these or end
/// before the size. Takes any bytes.
std::optional<PictureHeader> read_picture_header(std::string_view bytes);

}  // namespace storyreel::render
