#pragma once

#include <array>
#include <cstdint>
#include <deque>

namespace storyreel::render {

/// Keeps stereo sound below a ceiling by turning the gain down smoothly before each peak. What it
/// gives lags kDelay samples behind what it takes; quiet sound passes unchanged.
class Limiter {
 public:
  static constexpr std::int64_t kDelay = 240;

  explicit Limiter(float ceiling);

  struct Sample {
    float left = 0;
    float right = 0;
  };
  Sample push(Sample in);

 private:
  struct Need {
    std::int64_t at;
    float gain;
  };
  float lowest(float gain);

  float ceiling_;
  std::int64_t at_ = 0;
  std::deque<Need> needs_;  ///< candidates for the lowest gain of the last kDelay + 1, rising
  std::array<Sample, kDelay> line_{};
  std::array<float, kDelay> gains_{};
  double sum_ = kDelay;
};

}  // namespace storyreel::render
