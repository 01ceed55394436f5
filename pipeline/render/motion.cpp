#include "pipeline/render/motion.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace storyreel::render {

namespace {

constexpr double kZoomPerSecond = 0.016;
constexpr double kLeastZoom = 0.03;
constexpr double kMostZoom = 0.11;
constexpr double kDriftPerSecond = 0.015;
constexpr double kMostDrift = 0.15;
constexpr double kRampSeconds = 0.9;

/// FNV-1a: the same numbers on every machine.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (char c : text) value = (value ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
  value ^= value >> 32;
  return value * 0x9e3779b97f4a7c15;
}

/// Hands out choices from a hash.
class Choices {
 public:
  explicit Choices(std::string_view text) : bits_(hash(text)) {}
  bool flip() { return take(1) != 0; }
  /// A number from `low` to `high`.
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(take(10)) / 1023;
  }

 private:
  std::uint64_t take(int bits) {
    const auto taken = bits_ >> (64 - bits);
    bits_ <<= bits;
    return taken;
  }
  std::uint64_t bits_;
};

/// Where the middle of a view of `view` pixels may stand on a side of `side` pixels.
double inside(double middle, double view, double side) {
  return std::clamp(middle, view / 2, side - view / 2);
}

/// The way along one side: both ends of the drift around `middle` (a share of the side).
std::pair<double, double> drift(double side, double view, double middle, double length) {
  const double room = side - view;
  const double way = std::min(room, length * view);
  const double start = std::clamp(middle * side - view / 2 - way / 2, 0.0, room - way) + view / 2;
  return {start, start + way};
}

/// Speed rises over the first `ramp` of the time and falls over the last.
double eased(double share, double ramp) {
  const double u = std::clamp(share, 0.0, 1.0);
  const double top = 2 * ramp * (1 - ramp);
  if (u < ramp) return u * u / top;
  if (u > 1 - ramp) return 1 - (1 - u) * (1 - u) / top;
  return (u - ramp / 2) / (1 - ramp);
}

}  // namespace

Motion::Motion(std::string_view motion, Size canvas, Size film, double seconds)
    : ramp_(std::min(0.3, kRampSeconds / seconds)) {
  Choices choices(motion);
  const double zoom = std::clamp(kZoomPerSecond * seconds, kLeastZoom, kMostZoom);
  const double length = std::min(kDriftPerSecond * seconds, kMostDrift);
  const double far = std::min(static_cast<double>(canvas.width) / film.width,
                              static_cast<double>(canvas.height) / film.height);
  const double near = far / (1 + zoom);
  auto [x0, x1] = drift(canvas.width, far * film.width, 0.5, length);
  auto [y0, y1] = drift(canvas.height, far * film.height, kHeadline, length);
  if (choices.flip()) std::swap(x0, x1);
  if (choices.flip()) std::swap(y0, y1);
  const double focus_x = x1 + choices.between(-0.25, 0.25) * far * film.width;
  const double focus_y = y1 + choices.between(-0.25, 0.15) * far * film.height;
  from_ = {x0, y0, far};
  const double pull = 1 - near / far;
  to_ = {inside(x1 + (focus_x - x1) * pull, near * film.width, canvas.width),
         inside(y1 + (focus_y - y1) * pull, near * film.height, canvas.height), near};
  if (choices.flip()) std::swap(from_, to_);
}

View Motion::at(double share) const {
  const double u = eased(share, ramp_);
  return {std::lerp(from_.x, to_.x, u), std::lerp(from_.y, to_.y, u),
          std::lerp(from_.scale, to_.scale, u)};
}

}  // namespace storyreel::render
