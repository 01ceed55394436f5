#include <algorithm>
#include <cmath>
#include <cstdint>

#include "pipeline/render/sheet.hpp"

namespace storyreel::render {

namespace {

/// Mean and spread of a row of numbers.
struct Spread {
  double sum = 0;
  double squares = 0;
  double count = 0;

  void add(double value) {
    sum += value;
    squares += value * value;
    ++count;
  }
  double mean() const { return sum / std::max(1.0, count); }
  double deviation() const {
    return std::sqrt(std::max(0.0, squares / std::max(1.0, count) - mean() * mean()));
  }
};

const std::uint8_t* pixel(const AVFrame& rgba, int x, int y) {
  return rgba.data[0] + std::ptrdiff_t{y} * rgba.linesize[0] + std::ptrdiff_t{x} * 4;
}

double luma(const AVFrame& rgba, int x, int y) {
  const auto* p = pixel(rgba, x, y);
  return 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2];
}

/// How much neighbours differ from their middle: soft and double pictures have little of it.
double sharpness(const AVFrame& rgba) {
  Spread edges;
  for (int y = 1; y + 1 < rgba.height; ++y)
    for (int x = 1; x + 1 < rgba.width; ++x)
      edges.add(std::abs(4 * luma(rgba, x, y) - luma(rgba, x - 1, y) - luma(rgba, x + 1, y) -
                         luma(rgba, x, y - 1) - luma(rgba, x, y + 1)));
  return edges.mean();
}

/// 0 at `from`, 1 at `to`.
double ramp(double value, double from, double to) {
  return std::clamp((value - from) / (to - from), 0.0, 1.0);
}

}  // namespace

double appeal(const AVFrame& rgba) {
  Spread light;
  Spread red_green;
  Spread yellow_blue;
  for (int y = 0; y < rgba.height; ++y)
    for (int x = 0; x < rgba.width; ++x) {
      const auto* p = pixel(rgba, x, y);
      light.add(luma(rgba, x, y));
      red_green.add(p[0] - p[1]);
      yellow_blue.add((p[0] + p[1]) / 2.0 - p[2]);
    }
  // Hasler and Süsstrunk's measure: 0 for grey, about 100 for very colourful.
  const double colour = std::hypot(red_green.deviation(), yellow_blue.deviation()) +
                        0.3 * std::hypot(red_green.mean(), yellow_blue.mean());
  const double exposure = ramp(light.mean(), 16, 60) * ramp(light.mean(), 245, 205);
  return exposure * (0.4 * ramp(sharpness(rgba), 0, 24) + 0.35 * ramp(light.deviation(), 4, 72) +
                     0.25 * ramp(colour, 0, 90));
}

}  // namespace storyreel::render
