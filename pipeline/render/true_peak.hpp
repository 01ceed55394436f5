#pragma once

#include <array>
#include <cstddef>

#include "pipeline/render/sample.hpp"

namespace storyreel::render {

/// How high the wave rises between samples as well as at them: each gap is looked at in three
/// places (ITU-R BS.1770-4, annex 2).
class TruePeak {
 public:
  static constexpr std::size_t kReach = 8;  ///< samples that count on either side of a gap

  /// Peaks below `least` need not be exact, which saves most of the time.
  explicit TruePeak(float least);

  /// The peak at the sample that came kReach samples before `in`, and in the gap behind it.
  float push(Sample in);

 private:
  static constexpr std::size_t kTaps = 2 * kReach;
  float peak_between(const float* taps) const;

  float calm_below_;
  std::size_t at_ = 0;
  std::size_t calm_ = 0;  ///< how many samples in a row were too quiet to matter
  std::array<std::array<float, 2 * kTaps>, 2> lines_{};  ///< each channel, written twice
};

}  // namespace storyreel::render
