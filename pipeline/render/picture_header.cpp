#include "pipeline/render/picture_header.hpp"

#include <cstdint>

namespace storyreel::render {

namespace {

using namespace std::string_view_literals;

/// `count` bytes at `at` as a number; 0 beyond the end.
std::uint32_t big(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value = value << 8 | (at + i < bytes.size() ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
  return value;
}

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;)
    value = value << 8 | (at + i < bytes.size() ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
  return value;
}

std::optional<PictureHeader> sized(PictureKind kind, std::uint32_t width, std::uint32_t height) {
  constexpr std::uint32_t kMost = 0x7FFFFFFF;
  if (width == 0 || height == 0 || width > kMost || height > kMost) return std::nullopt;
  return PictureHeader{kind, static_cast<int>(width), static_cast<int>(height)};
}

std::optional<PictureHeader> read_png(std::string_view bytes) {
  if (bytes.substr(12, 4) != "IHDR") return std::nullopt;
  return sized(PictureKind::png, big(bytes, 16, 4), big(bytes, 20, 4));
}

bool is_frame_marker(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Goes from marker to marker until one that starts a frame.
std::optional<PictureHeader> read_jpeg(std::string_view bytes) {
  for (std::size_t at = 2; at + 9 < bytes.size();) {
    const auto marker = big(bytes, at + 1, 1);
    if (big(bytes, at, 1) != 0xFF) return std::nullopt;
    if (is_frame_marker(marker))
      return sized(PictureKind::jpeg, big(bytes, at + 7, 2), big(bytes, at + 5, 2));
    const bool is_padding = marker == 0xFF;
    at += is_padding ? 1 : 2 + big(bytes, at + 2, 2);
  }
  return std::nullopt;
}

std::optional<PictureHeader> read_webp(std::string_view bytes) {
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

}  // namespace

std::optional<PictureHeader> read_picture_header(std::string_view bytes) {
  constexpr std::size_t kLeast = 30;
  if (bytes.size() < kLeast) return std::nullopt;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return read_png(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return read_jpeg(bytes);
  if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return read_webp(bytes);
  return std::nullopt;
}

}  // namespace storyreel::render
