#include "pipeline/render/sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace storyreel::render {

namespace {

constexpr int kTaps = 4;
constexpr int kMargin = 4;
constexpr int kLanes = 4;
/// Weights of kLanes pixels.
constexpr auto kQuad = std::ptrdiff_t{kLanes} * kTaps;
/// Weights of the vertical pass sum to this: pixels around zero times it fit 16 bits, overshoot
/// included.
constexpr double kDownUnit = 128;
constexpr double kAcrossUnit = 16384;
constexpr int kShift = 21;
constexpr int kMiddle = 128;

/// Weights of a Catmull-Rom spline at `t` (0…1) between the second tap and the third.
std::array<double, kTaps> spline(double t) {
  const double t2 = t * t;
  const double t3 = t2 * t;
  return {(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2,
          (t3 - t2) / 2};
}

/// Whole weights that sum to `unit` exactly, so that a flat picture stays flat.
void whole_weights(double t, double unit, std::int16_t* to) {
  const auto exact = spline(t);
  int sum = 0;
  for (std::size_t i = 0; i < kTaps; ++i)
    sum += to[i] = static_cast<std::int16_t>(std::lround(exact[i] * unit));
  const int largest = t < 0.5 ? 1 : 2;
  to[largest] = static_cast<std::int16_t>(to[largest] + static_cast<int>(unit) - sum);
}

/// Mixes four rows into `line`. Every product and sum fits 16 bits.
void mix_rows(const std::int8_t* const (&rows)[kTaps], const std::int16_t* weights,
              std::int16_t* __restrict line, int width) {
  const auto [w0, w1, w2, w3] = std::array{weights[0], weights[1], weights[2], weights[3]};
  const auto *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3];
  for (int x = 0; x < width; ++x)
    line[x] = static_cast<std::int16_t>(a[x] * w0 + b[x] * w1 + c[x] * w2 + d[x] * w3);
}

using Int16x8 = std::int16_t __attribute__((vector_size(16)));
using Int32x4 = std::int32_t __attribute__((vector_size(16)));
using Int32x8 = std::int32_t __attribute__((vector_size(32)));

/// The four taps of two pixels times their weights, added up in pairs.
Int32x4 mix_pair(const std::int16_t* first, const std::int16_t* second,
                 const std::int16_t* weights) {
  Int16x8 taps;
  Int16x8 by;
  std::memcpy(&taps, first, sizeof taps / 2);
  std::memcpy(reinterpret_cast<char*>(&taps) + sizeof taps / 2, second, sizeof taps / 2);
  std::memcpy(&by, weights, sizeof by);
  const auto products =
      __builtin_convertvector(taps, Int32x8) * __builtin_convertvector(by, Int32x8);
  return __builtin_shufflevector(products, products, 0, 2, 4, 6) +
         __builtin_shufflevector(products, products, 1, 3, 5, 7);
}

/// Makes a row of pixels, kLanes at a time (rows of frames are padded by more than that). Compilers
/// don't find this shape by themselves; said so, it is six times as fast.
void mix_columns(const std::int16_t* line, const int* first, const std::int16_t* weights,
                 std::uint8_t* to, int width) {
  for (int x = 0; x < width; x += kLanes, first += kLanes, weights += kQuad) {
    const auto a = mix_pair(line + first[0], line + first[1], weights);
    const auto b = mix_pair(line + first[2], line + first[3], weights + kQuad / 2);
    const auto sums =
        __builtin_shufflevector(a, b, 0, 2, 4, 6) + __builtin_shufflevector(a, b, 1, 3, 5, 7);
    const auto values = ((sums + (1 << (kShift - 1))) >> kShift) + kMiddle;
    for (int i = 0; i < kLanes; ++i)
      to[x + i] = static_cast<std::uint8_t>(std::clamp(values[i], 0, 255));
  }
}

}  // namespace

const std::int8_t* Sampler::Layer::row(int y) const {
  return pixels.data() + std::ptrdiff_t{y + kMargin} * (width + 2 * kMargin) + kMargin;
}

Sampler::Layer Sampler::make_layer(const av::Plane& plane) {
  Layer layer{plane.width, plane.height, {}};
  layer.pixels.reserve(static_cast<std::size_t>(plane.width + 2 * kMargin) *
                       static_cast<std::size_t>(plane.height + 2 * kMargin));
  for (int y = -kMargin; y < plane.height + kMargin; ++y) {
    const auto* row = plane.row(std::clamp(y, 0, plane.height - 1));
    for (int x = -kMargin; x < plane.width + kMargin; ++x)
      layer.pixels.push_back(
          static_cast<std::int8_t>(row[std::clamp(x, 0, plane.width - 1)] - kMiddle));
  }
  return layer;
}

Sampler::Sampler(const AVFrame& picture) : size_{picture.width, picture.height} {
  for (int index : {0, 1, 2}) layers_.push_back(make_layer(av::plane(picture, index)));
  const int longest = size_.width + 2 * kMargin;
  line_.resize(static_cast<std::size_t>(longest));
}

void Sampler::lay(Taps& taps, int count, double start, double step, double unit, int limit) {
  const int lanes = (count + kLanes - 1) / kLanes * kLanes;
  const auto padded = static_cast<std::size_t>(lanes);
  taps.first.resize(padded);
  taps.weights.resize(padded * kTaps);
  for (std::size_t i = 0; i < padded; ++i) {
    const double at =
        std::clamp(start + static_cast<double>(i) * step, -1.0, static_cast<double>(limit));
    const double whole = std::floor(at);
    taps.first[i] = static_cast<int>(whole) - 1;
    whole_weights(at - whole, unit, &taps.weights[i * kTaps]);
  }
}

void Sampler::draw_plane(const Layer& layer, const av::Plane& to, const View& view, int index) {
  // Chroma has half the pixels. Across, its samples stand on every other pixel of luma; down,
  // between two.
  const double spacing = index == 0 ? 1 : 2;
  const double site_x = 0.5;
  const double site_y = spacing / 2;
  const double film_width = to.width * spacing;
  const double film_height = to.height * spacing;
  const double left = view.x - view.scale * film_width / 2;
  const double top = view.y - view.scale * film_height / 2;
  lay(across_, to.width, (site_x * view.scale + left - site_x) / spacing, view.scale, kAcrossUnit,
      layer.width);
  lay(down_, to.height, (site_y * view.scale + top - site_y) / spacing, view.scale, kDownUnit,
      layer.height);
  const int from = across_.first.front();
  const int span = across_.first.back() + kTaps - from;
  for (int& first : across_.first) first -= from;
  for (int y = 0; y < to.height; ++y) {
    const auto i = static_cast<std::size_t>(y);
    const std::int8_t* rows[kTaps];
    for (int tap = 0; tap < kTaps; ++tap) rows[tap] = layer.row(down_.first[i] + tap) + from;
    mix_rows(rows, &down_.weights[i * kTaps], line_.data(), span);
    mix_columns(line_.data(), across_.first.data(), across_.weights.data(), to.row(y), to.width);
  }
}

void Sampler::draw(const View& view, AVFrame& frame) {
  for (int index : {0, 1, 2})
    draw_plane(layers_[static_cast<std::size_t>(index)], av::plane(frame, index), view, index);
}

}  // namespace storyreel::render
