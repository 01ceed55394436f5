#pragma once

#include <array>
#include <cstdint>
#include <deque>

#include "pipeline/render/sample.hpp"
#include "pipeline/render/true_peak.hpp"

namespace storyreel::render {

/// Below the -1 dB of true peak that a film may have by what AAC adds.
constexpr float kCeiling = 0.794F;

/// Keeps the true peaks of stereo sound below a ceiling by turning the gain down smoothly before
/// each. What it gives lags kDelay samples behind what it takes; quiet sound passes unchanged.
class Limiter {
 public:
  static constexpr std::int64_t kAttack = 240;
  static constexpr std::int64_t kDelay = kAttack + TruePeak::kReach;

  explicit Limiter(float ceiling = kCeiling);

  Sample push(Sample in);

 private:
  struct Need {
    std::int64_t at;
    float gain;
  };
  float lowest(float gain);

  float ceiling_;
  TruePeak peaks_;
  std::int64_t at_ = 0;
  std::deque<Need> needs_;  ///< candidates for the lowest gain of the last kAttack + 2, rising
  std::array<Sample, kDelay> line_{};
  std::array<float, kAttack> gains_{};
  double sum_ = kAttack;
};

}  // namespace storyreel::render
