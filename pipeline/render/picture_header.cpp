#include "pipeline/render/picture_header.hpp"

#include <cstdlib>

#include "pipeline/render/bytes.hpp"
#include "pipeline/render/picture_parts.hpp"
#include "pipeline/render/tiff.hpp"

namespace storyreel::render {

namespace {

using namespace std::string_view_literals;
using Header = std::optional<PictureHeader>;

Header sized(PictureKind kind, std::uint32_t width, std::uint32_t height) {
  constexpr std::uint32_t kMost = 0x7FFFFFFF;
  if (width == 0 || height == 0 || width > kMost || height > kMost) return std::nullopt;
  return PictureHeader{kind, static_cast<int>(width), static_cast<int>(height)};
}

Header read_png(std::string_view bytes) {
  if (bytes.substr(12, 4) != "IHDR") return std::nullopt;
  return sized(PictureKind::png, big(bytes, 16, 4), big(bytes, 20, 4));
}

bool is_frame_marker(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

Header read_jpeg(std::string_view bytes) {
  for (JpegParts parts(bytes); const auto found = parts.next();)
    if (is_frame_marker(found->marker))
      return sized(PictureKind::jpeg, big(found->body, 3, 2), big(found->body, 1, 2));
  return std::nullopt;
}

Header read_webp(std::string_view bytes) {
  const auto chunk = bytes.substr(12, 4);
  if (chunk == "VP8X")
    return sized(PictureKind::webp, little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1);
  if (chunk == "VP8 ")
    return sized(PictureKind::webp, little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF);
  const auto packed = little(bytes, 21, 4);
  if (chunk == "VP8L")
    return sized(PictureKind::webp, (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1);
  return std::nullopt;
}

Header read_gif(std::string_view bytes) {
  return sized(PictureKind::gif, little(bytes, 6, 2), little(bytes, 8, 2));
}

/// A negative height says that the first row stands first.
Header read_bmp(std::string_view bytes) {
  constexpr std::uint32_t kOldHeader = 12;
  if (little(bytes, 14, 4) == kOldHeader)
    return sized(PictureKind::bmp, little(bytes, 18, 2), little(bytes, 20, 2));
  const auto height = static_cast<std::int32_t>(little(bytes, 22, 4));
  return sized(PictureKind::bmp, little(bytes, 18, 4),
               static_cast<std::uint32_t>(std::abs(std::int64_t{height})));
}

Header read_tiff(std::string_view bytes) {
  return sized(PictureKind::tiff, tiff_value(bytes, TiffTag::width).value_or(0),
               tiff_value(bytes, TiffTag::height).value_or(0));
}

}  // namespace

std::optional<PictureHeader> read_picture_header(std::string_view bytes) {
  constexpr std::size_t kLeast = 30;
  if (bytes.size() < kLeast) return std::nullopt;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return read_png(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return read_jpeg(bytes);
  if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return read_webp(bytes);
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return read_gif(bytes);
  if (bytes.starts_with("BM")) return read_bmp(bytes);
  if (is_tiff(bytes)) return read_tiff(bytes);
  return std::nullopt;
}

}  // namespace storyreel::render
