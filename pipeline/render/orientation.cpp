#include "pipeline/render/orientation.hpp"

#include <array>
#include <cstdint>

#include "pipeline/render/bytes.hpp"
#include "pipeline/render/picture_parts.hpp"
#include "pipeline/render/tiff.hpp"

namespace storyreel::render {

namespace {

using namespace std::string_view_literals;

/// By EXIF's number, from 1 on.
constexpr std::array<Turn, 8> kTurns{{
    {false, false, false},
    {false, true, false},
    {false, true, true},
    {false, false, true},
    {true, false, false},
    {true, false, true},
    {true, true, true},
    {true, true, false},
}};

constexpr auto kExif = "Exif\0\0"sv;

std::string_view find_jpeg_exif(std::string_view bytes) {
  constexpr std::uint32_t kApp1 = 0xE1;
  for (JpegParts parts(bytes); const auto found = parts.next();)
    if (found->marker == kApp1 && found->body.starts_with(kExif)) return found->body;
  return {};
}

std::string_view find_exif(PictureKind kind, std::string_view bytes) {
  switch (kind) {
    case PictureKind::jpeg:
      return find_jpeg_exif(bytes);
    case PictureKind::png:
      return find_chunk(Chunks::of_png(bytes), "eXIf").value_or(""sv);
    case PictureKind::webp:
      return find_chunk(Chunks::of_webp(bytes), "EXIF").value_or(""sv);
    case PictureKind::tiff:
      return bytes;
    case PictureKind::gif:
    case PictureKind::bmp:
      break;
  }
  return {};
}

}  // namespace

Turn read_turn(PictureKind kind, std::string_view bytes) {
  auto exif = find_exif(kind, bytes);
  if (exif.starts_with(kExif)) exif.remove_prefix(kExif.size());
  const auto number = tiff_value(exif, TiffTag::orientation).value_or(1);
  return number >= 1 && number <= kTurns.size() ? kTurns[number - 1] : Turn{};
}

Size turned(Size size, Turn turn) {
  return turn.transpose ? Size{size.height, size.width} : size;
}

Box to_stored(Box box, Size stored, Turn turn) {
  if (turn.transpose) box = {box.y, box.x, box.height, box.width};
  if (turn.flip_x) box.x = stored.width - box.x - box.width;
  if (turn.flip_y) box.y = stored.height - box.y - box.height;
  return box;
}

av::Frame turned(av::Frame rgba, Turn turn) {
  if (turn == Turn{}) return rgba;
  const auto size = turned({rgba->width, rgba->height}, turn);
  auto to =
      av::make_picture_frame(static_cast<AVPixelFormat>(rgba->format), size.width, size.height);
  const auto row = [](const AVFrame& frame, int y) {
    return reinterpret_cast<std::uint32_t*>(frame.data[0] + std::ptrdiff_t{y} * frame.linesize[0]);
  };
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const auto from = to_stored({x, y, 1, 1}, {rgba->width, rgba->height}, turn);
      row(*to, y)[x] = row(*rgba, from.y)[from.x];
    }
  return to;
}

}  // namespace storyreel::render
