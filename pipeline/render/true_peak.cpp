#include "pipeline/render/true_peak.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace storyreel::render {

namespace {

constexpr std::size_t kPlaces = 3;
/// A wave rises between samples by no more than this (the largest sum of weights).
constexpr float kMostRise = 2.4F;

/// Weights of the samples around a gap for each place in it: a sinc under a Hann window.
template <std::size_t Taps>
std::array<std::array<float, Taps>, kPlaces> make_weights() {
  std::array<std::array<float, Taps>, kPlaces> weights{};
  constexpr double kPi = std::numbers::pi;
  for (std::size_t place = 0; place < kPlaces; ++place) {
    double sum = 0;
    const double middle = Taps / 2.0 - 1 + static_cast<double>(place + 1) / (kPlaces + 1);
    const auto weight = [middle](std::size_t tap) {
      const double x = static_cast<double>(tap) - middle;
      return std::sin(kPi * x) / (kPi * x) * (0.5 + 0.5 * std::cos(2 * kPi * x / (Taps + 1)));
    };
    for (std::size_t tap = 0; tap < Taps; ++tap) sum += weight(tap);
    for (std::size_t tap = 0; tap < Taps; ++tap)
      weights[place][tap] = static_cast<float>(weight(tap) / sum);
  }
  return weights;
}

}  // namespace

TruePeak::TruePeak(float least) : calm_below_(least / kMostRise) {}

float TruePeak::peak_between(const float* taps) const {
  static const auto kWeights = make_weights<kTaps>();
  float peak = 0;
  for (const auto& place : kWeights) {
    std::array<float, 4> sums{};
    for (std::size_t tap = 0; tap < kTaps; tap += sums.size())
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += taps[tap + i] * place[tap + i];
    peak = std::max(peak, std::abs(sums[0] + sums[1] + sums[2] + sums[3]));
  }
  return peak;
}

float TruePeak::push(Sample in) {
  const float now = std::max(std::abs(in.left), std::abs(in.right));
  calm_ = now < calm_below_ ? calm_ + 1 : 0;
  lines_[0][at_] = lines_[0][at_ + kTaps] = in.left;
  lines_[1][at_] = lines_[1][at_ + kTaps] = in.right;
  at_ = (at_ + 1) % kTaps;
  // The oldest sample stands at at_; the gap lies between the two in the middle.
  float peak = 0;
  for (const auto& line : lines_) {
    const float* taps = &line[at_];
    peak = std::max(peak, std::abs(taps[kReach - 1]));
    if (calm_ < kTaps) peak = std::max(peak, peak_between(taps));
  }
  return peak;
}

}  // namespace storyreel::render
