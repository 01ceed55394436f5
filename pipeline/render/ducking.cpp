#include "pipeline/render/ducking.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pipeline/render/loudness.hpp"

namespace storyreel::render {

namespace {

constexpr auto kStep = LoudnessMeter::kPeakSpan;
constexpr double kPauseDb = kPauseLufs + 14;
constexpr double kSpeechDb = -18;
constexpr float kSpokenShare = 0.05F;
/// In steps of 10 ms.
constexpr std::int64_t kShortestPause = 60;
constexpr std::int64_t kAttack = 20;
constexpr std::int64_t kHold = 5;
constexpr std::int64_t kRelease = 25;
constexpr std::int64_t kFadeIn = kSampleRate / 2;
constexpr std::int64_t kFadeOut = kSampleRate;

struct Stretch {
  std::int64_t from;
  std::int64_t to;
};

/// Where somebody speaks, short pauses included, in steps.
std::vector<Stretch> stretches_of(const std::vector<float>& peaks, std::int64_t start) {
  std::vector<Stretch> stretches;
  const float least = peaks.empty() ? 0 : std::ranges::max(peaks) * kSpokenShare;
  for (std::int64_t i = 0; i < std::ssize(peaks); ++i) {
    if (!(peaks[static_cast<std::size_t>(i)] > least)) continue;
    if (stretches.empty() || start + i - stretches.back().to >= kShortestPause)
      stretches.push_back({start + i, start + i});
    stretches.back().to = start + i + 1;
  }
  return stretches;
}

/// How far the bed is down (0…1) at a step because of one stretch.
double depth(const Stretch& stretch, std::int64_t step) {
  const auto before = static_cast<double>(stretch.from - step) / kAttack;
  const auto after = static_cast<double>(step - stretch.to - kHold) / kRelease;
  const double way = std::clamp(std::max(before, after), 0.0, 1.0);
  return 0.5 + 0.5 * std::cos(std::numbers::pi * way);
}

float share(std::int64_t at, std::int64_t length) {
  return length == 0 ? 1.0F
                     : static_cast<float>(std::clamp(
                           static_cast<double>(at) / static_cast<double>(length), 0.0, 1.0));
}

}  // namespace

Ducking::Ducking(const Sound& sound, const std::vector<float>& peaks, Place place)
    : fade_in_(place.first ? kFadeIn : 0),
      fade_out_(place.last ? kFadeOut : 0),
      length_(sound.packets * kPacketSamples) {
  const auto steps = length_ / kStep + 2;
  std::vector<double> depths(static_cast<std::size_t>(steps), 0);
  for (const auto& stretch : stretches_of(peaks, sound.voice_at / kStep)) {
    const auto from = std::max<std::int64_t>(0, stretch.from - kAttack);
    const auto to = std::min(steps, stretch.to + kHold + kRelease);
    for (auto i = from; i < to; ++i) {
      auto& deep = depths[static_cast<std::size_t>(i)];
      deep = std::max(deep, depth(stretch, i));
    }
  }
  for (double deep : depths)
    gains_.push_back(static_cast<float>(std::pow(10, std::lerp(kPauseDb, kSpeechDb, deep) / 20)));
}

float Ducking::gain(std::int64_t at) const {
  const auto inside = std::clamp<std::int64_t>(at, 0, length_ - 1);
  const auto step = static_cast<std::size_t>(inside / kStep);
  const float part = static_cast<float>(inside % kStep) / kStep;
  // The first packet decodes to silence only where silence stands before it.
  return std::lerp(gains_[step], gains_[step + 1], part) * share(at - kPacketSamples, fade_in_) *
         share(length_ - at, fade_out_);
}

}  // namespace storyreel::render
