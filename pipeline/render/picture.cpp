#include "pipeline/render/picture.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/convert.hpp"
#include "pipeline/render/picture_header.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr std::uintmax_t kMostBytes = 64'000'000;
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
  }
  return AV_CODEC_ID_NONE;
}

std::string read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  if (!in || failed) refuse(file, "the picture can't be opened");
  if (size == 0) refuse(file, "the picture is empty");
  if (size > kMostBytes) refuse(file, "the picture is larger than 64 MB");
  return {std::istreambuf_iterator<char>(in), {}};
}

PictureHeader checked_header(std::string_view bytes, const std::filesystem::path& file) {
  const auto header = read_picture_header(bytes);
  if (!header) refuse(file, "the picture can't be read: it is no JPEG, PNG or WebP");
  const auto [kind, width, height] = *header;
  if (std::max(width, height) > kMostSide || std::int64_t{width} * height > av::Decoder::kMaxPixels)
    refuse(file,
           fmt::format(
               "the picture has {}x{} pixels; at most {} a side are taken, and 100 million in all",
               width, height, kMostSide));
  if (std::max(width, height) > kMostLength * std::min(width, height))
    refuse(file, fmt::format("the picture has {}x{} pixels: too narrow for a film", width, height));
  return *header;
}

int even(double length) {
  return 2 * static_cast<int>(std::ceil(length / 2));
}

av::Frame decode(const std::string& bytes, const PictureHeader& header,
                 const std::filesystem::path& file) {
  constexpr const char* kFailure = "the picture can't be read";
  av::Decoder decoder(codec_of(header.kind), nullptr, file, kFailure);
  auto frame = av::make_frame();
  decoder.send(av::make_packet(bytes).get());
  decoder.send(nullptr);
  if (!decoder.receive(*frame)) refuse(file, "the picture can't be read: it ends too early");
  if (frame->width != header.width || frame->height != header.height)
    refuse(file, "the picture can't be read: it is not as large as it says");
  return frame;
}

/// Cuts off what no movement reaches: a long picture costs no more than two of the film's shape.
void trim(AVFrame& frame, Size shape) {
  constexpr double kMostRoom = 2;
  const double scale = std::min(static_cast<double>(frame.width) / shape.width,
                                static_cast<double>(frame.height) / shape.height);
  const int width = std::min(frame.width, even(kMostRoom * scale * shape.width));
  const int height = std::min(frame.height, even(kMostRoom * scale * shape.height));
  const int top = static_cast<int>(kHeadline * frame.height) - height / 2;
  av::crop(frame, (frame.width - width) / 2, std::clamp(top, 0, frame.height - height), width,
           height);
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

av::Frame load_picture(const std::filesystem::path& file, Size least) {
  const auto bytes = read_bytes(file);
  const auto header = checked_header(bytes, file);
  const auto frame = decode(bytes, header, file);
  trim(*frame, least);
  const auto size = cover({frame->width, frame->height}, least);
  auto rgba = av::to_rgba(*frame, size.width, size.height, file);
  flatten(*rgba);
  return av::to_yuv(*rgba, file);
}

void verify_picture(const std::filesystem::path& picture) {
  const auto bytes = read_bytes(picture);
  decode(bytes, checked_header(bytes, picture), picture);
}

}  // namespace storyreel::render
