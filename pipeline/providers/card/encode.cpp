#include "pipeline/providers/card/encode.hpp"

#include <algorithm>
#include <array>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/frame.hpp"
#include "pipeline/render/jpeg.hpp"

namespace storyreel::pipeline::card {
namespace {

namespace av = render::av;

constexpr int kQuality = 2;  // mjpeg's quantiser; lower is better
constexpr int kGrain = 5;    // of 255, either way

constexpr int red(std::uint32_t pixel) {
  return static_cast<int>((pixel >> 16) & 0xFF);
}
constexpr int green(std::uint32_t pixel) {
  return static_cast<int>((pixel >> 8) & 0xFF);
}
constexpr int blue(std::uint32_t pixel) {
  return static_cast<int>(pixel & 0xFF);
}

/// JPEG's luma: BT.601, full range.
constexpr int luma(std::uint32_t pixel) {
  return (19595 * red(pixel) + 38470 * green(pixel) + 7471 * blue(pixel) + 32768) >> 16;
}

/// A small number for every pixel, near 0 more often than far.
class Grain {
 public:
  explicit Grain(std::uint64_t seed) : state_(seed | 1) {}
  int next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    const auto a = static_cast<int>(state_ & 0xFF);
    const auto b = static_cast<int>((state_ >> 8) & 0xFF);
    return (a + b - 255) * kGrain / 256;
  }

 private:
  std::uint64_t state_;
};

std::uint8_t byte(int value) {
  return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

void put_luma(const Canvas& canvas, const av::Plane& plane, std::uint64_t seed) {
  Grain grain(seed);
  for (int y = 0; y < plane.height; ++y) {
    const auto pixels = canvas.row(y);
    auto* out = plane.row(y);
    for (std::size_t x = 0; x < pixels.size(); ++x) out[x] = byte(luma(pixels[x]) + grain.next());
  }
}

void put_chroma(const Canvas& canvas, const av::Plane& cb, const av::Plane& cr,
                std::uint64_t seed) {
  constexpr int kDither = 1 << 16;  // a quarter of a step for each of the grain's
  Grain grain(~seed);
  for (int y = 0; y < cb.height; ++y) {
    const std::array rows = {canvas.row(2 * y), canvas.row(2 * y + 1)};
    auto* blues = cb.row(y);
    auto* reds = cr.row(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(cb.width); ++x) {
      int r = 0, g = 0, b = 0;
      for (const auto& pixels : rows)
        for (auto pixel : {pixels[2 * x], pixels[2 * x + 1]}) {
          r += red(pixel);
          g += green(pixel);
          b += blue(pixel);
        }
      blues[x] = byte(((-11059 * r - 21709 * g + 32768 * b + grain.next() * kDither) >> 18) + 128);
      reds[x] = byte(((32768 * r - 27439 * g - 5329 * b + grain.next() * kDither) >> 18) + 128);
    }
  }
}

av::Frame to_frame(Canvas& canvas, std::uint64_t seed) {
  canvas.flush();
  auto frame = av::make_picture_frame(AV_PIX_FMT_YUVJ420P, canvas.columns(), canvas.rows());
  put_luma(canvas, av::plane(*frame, 0), seed);
  put_chroma(canvas, av::plane(*frame, 1), av::plane(*frame, 2), seed);
  frame->quality = kQuality * FF_QP2LAMBDA;
  frame->pts = 0;
  return frame;
}

}  // namespace

std::string to_jpeg(Canvas& canvas, std::uint64_t seed) {
  return render::encode_jpeg(*to_frame(canvas, seed), kQuality, "card.jpg");
}

}  // namespace storyreel::pipeline::card
