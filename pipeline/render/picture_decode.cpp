#include "pipeline/render/picture_decode.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/convert.hpp"
#include "pipeline/render/orientation.hpp"
#include "pipeline/render/picture_header.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/webp.hpp"

namespace storyreel::render {

namespace {

constexpr int kMostSide = 12'000;
constexpr int kMostLength = 20;

AVCodecID codec_of(PictureKind kind) {
  switch (kind) {
    case PictureKind::jpeg:
      return AV_CODEC_ID_MJPEG;
    case PictureKind::png:
      return AV_CODEC_ID_PNG;
    case PictureKind::webp:
      return AV_CODEC_ID_WEBP;
    case PictureKind::gif:
      return AV_CODEC_ID_GIF;
    case PictureKind::bmp:
      return AV_CODEC_ID_BMP;
    case PictureKind::tiff:
      return AV_CODEC_ID_TIFF;
  }
  return AV_CODEC_ID_NONE;
}

PictureHeader checked_header(std::string_view bytes) {
  const auto header = read_picture_header(bytes);
  if (!header) refuse({}, "the picture can't be read: " + describe_other(bytes));
  const auto [kind, width, height] = *header;
  if (std::max(width, height) > kMostSide || std::int64_t{width} * height > av::Decoder::kMaxPixels)
    refuse({}, fmt::format("the picture has {}x{} pixels; at most {} a side are taken, and 100 "
                           "million in all",
                           width, height, kMostSide));
  if (std::max(width, height) > kMostLength * std::min(width, height))
    refuse({}, fmt::format("the picture has {}x{} pixels: too narrow for a film", width, height));
  return *header;
}

/// Sixteen bits in four colours, what decoders keep beside them, and one conversion's share.
std::size_t memory_for(const PictureHeader& header) {
  constexpr std::size_t kAnyway = 160u << 20;
  constexpr std::size_t kPerPixel = 14;
  return kAnyway + kPerPixel * static_cast<std::size_t>(header.width) *
                       static_cast<std::size_t>(header.height);
}

av::Frame decode(std::string_view bytes, const Reserve& reserve) {
  const auto still = first_frame(bytes);
  if (still) bytes = *still;
  const auto header = checked_header(bytes);
  reserve(memory_for(header));
  av::Decoder decoder(codec_of(header.kind), nullptr, {}, "the picture can't be read");
  auto frame = av::make_frame();
  decoder.send(av::make_packet(bytes).get());
  decoder.send(nullptr);
  if (!decoder.receive(*frame)) refuse({}, "the picture can't be read: it ends too early");
  if (frame->width != header.width || frame->height != header.height)
    refuse({}, "the picture can't be read: it is not as large as it says");
  return frame;
}

int even(double length) {
  return 2 * static_cast<int>(std::ceil(length / 2));
}

/// What movements reach: a long picture costs no more than two of the film's shape.
Box reach(Size picture, Size shape) {
  constexpr double kMostRoom = 2;
  const double scale = std::min(static_cast<double>(picture.width) / shape.width,
                                static_cast<double>(picture.height) / shape.height);
  const int width = std::min(picture.width, even(kMostRoom * scale * shape.width));
  const int height = std::min(picture.height, even(kMostRoom * scale * shape.height));
  const int top = static_cast<int>(kHeadline * picture.height) - height / 2;
  return {(picture.width - width) / 2, std::clamp(top, 0, picture.height - height), width, height};
}

/// Lays the picture on white paper.
void flatten(AVFrame& rgba) {
  constexpr int kWhite = 255;
  for (int y = 0; y < rgba.height; ++y) {
    auto* pixel = rgba.data[0] + std::ptrdiff_t{y} * rgba.linesize[0];
    for (int x = 0; x < rgba.width; ++x, pixel += 4)
      for (int c = 0; c < 3; ++c)
        pixel[c] = static_cast<std::uint8_t>(kWhite - (kWhite - pixel[c]) * pixel[3] / kWhite);
  }
}

}  // namespace

Size cover(Size picture, Size least) {
  const double scale = std::max(static_cast<double>(least.width) / picture.width,
                                static_cast<double>(least.height) / picture.height);
  return {even(picture.width * scale - 1e-6), even(picture.height * scale - 1e-6)};
}

av::Frame decode_picture(std::string_view bytes, Size least, const Reserve& reserve) {
  auto frame = decode(bytes, reserve);
  // The grey one says nothing of its range; grey pictures have the full one.
  if (av::shares_bytes(*frame)) frame = av::to_grey(*frame, {});
  const auto turn = read_turn(checked_header(bytes).kind, bytes);
  const Size stored{frame->width, frame->height};
  const auto box = reach(turned(stored, turn), least);
  const auto part = to_stored(box, stored, turn);
  av::crop(*frame, part.x, part.y, part.width, part.height);
  const auto size = turned(cover({box.width, box.height}, least), turn);
  auto rgba = av::to_rgba(*frame, size.width, size.height, {});
  frame.reset();
  flatten(*rgba);
  return av::to_yuv(*turned(std::move(rgba), turn), {});
}

void check_picture(std::string_view bytes, const Reserve& reserve) {
  decode(bytes, reserve);
}

}  // namespace storyreel::render
