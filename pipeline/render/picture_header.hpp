#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace storyreel::render {

enum class PictureKind { jpeg, png, webp, gif, bmp, tiff };

/// What the first bytes of a picture say about it.
struct PictureHeader {
  PictureKind kind;
  int width = 0;  ///< in pixels as stored, before any turning
  int height = 0;
};

/// Reads the header of a JPEG, PNG, WebP, GIF, BMP or TIFF file, whatever it is called; nullopt
/// when the bytes are none of these or end before the size. Takes any bytes.
std::optional<PictureHeader> read_picture_header(std::string_view bytes);

/// What the bytes are that are none of these, for the editor: "it is an AVIF picture: save it as
/// JPEG or PNG". Takes any bytes.
std::string describe_other(std::string_view bytes);

}  // namespace storyreel::render
