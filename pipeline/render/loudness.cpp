#include "pipeline/render/loudness.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ranges>

#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr std::int64_t kEnergySpan = kSampleRate / 10;
constexpr std::size_t kBlockSpans = 4;
constexpr double kAbsoluteGate = -70;
constexpr double kRelativeGate = -10;
constexpr float kSilencePeak = 0.001F;
constexpr float kSilenceShare = 0.01F;
constexpr std::int64_t kRoomBefore = 3 * LoudnessMeter::kPeakSpan;
constexpr std::int64_t kRoomAfter = 6 * LoudnessMeter::kPeakSpan;

static_assert(LoudnessMeter::kPeakSpan == kSampleRate / 100);

double lufs(double energy) {
  return -0.691 + 10 * std::log10(energy);
}

double mean(const std::vector<double>& values) {
  return std::reduce(values.begin(), values.end()) / static_cast<double>(values.size());
}

/// The blocks that are louder than `gate`.
std::vector<double> gated(const std::vector<double>& blocks, double gate) {
  std::vector<double> kept;
  std::ranges::copy_if(blocks, std::back_inserter(kept),
                       [gate](double energy) { return energy > 0 && lufs(energy) > gate; });
  return kept;
}

/// Mean energies of blocks of 400 ms that overlap by 300 ms.
std::vector<double> blocks_of(const std::vector<double>& spans) {
  const auto width = std::min(kBlockSpans, spans.size());
  std::vector<double> blocks;
  for (std::size_t at = 0; at + width <= spans.size(); ++at)
    blocks.push_back(std::reduce(&spans[at], &spans[at] + width) /
                     static_cast<double>(width * kEnergySpan));
  return blocks;
}

}  // namespace

double LoudnessMeter::Biquad::run(double x) {
  const double y = forward[0] * x + state[0];
  state[0] = forward[1] * x - back[0] * y + state[1];
  state[1] = forward[2] * x - back[1] * y;
  return y;
}

void LoudnessMeter::add(Sample sample) {
  if (samples_ % kEnergySpan == 0) energies_.push_back(0);
  if (samples_ % kPeakSpan == 0) peaks_.push_back(0);
  const double l = weightings_[0].run(sample.left);
  const double r = weightings_[1].run(sample.right);
  energies_.back() += l * l + r * r;
  peaks_.back() = std::max({peaks_.back(), std::abs(sample.left), std::abs(sample.right)});
  ++samples_;
}

float LoudnessMeter::peak() const {
  return peaks_.empty() ? 0 : std::ranges::max(peaks_);
}

std::optional<double> LoudnessMeter::loudness() const {
  if (energies_.empty()) return std::nullopt;
  const auto loud = gated(blocks_of(energies_), kAbsoluteGate);
  if (loud.empty()) return std::nullopt;
  return lufs(mean(gated(loud, lufs(mean(loud)) + kRelativeGate)));
}

std::optional<LoudnessMeter::Span> LoudnessMeter::heard() const {
  if (peaks_.empty()) return std::nullopt;
  const float top = std::ranges::max(peaks_);
  if (!(top > kSilencePeak)) return std::nullopt;
  const auto is_heard = [top](float peak) { return peak > top * kSilenceShare; };
  const auto first = std::ranges::find_if(peaks_, is_heard) - peaks_.begin();
  const auto last =
      std::ranges::find_if(peaks_ | std::views::reverse, is_heard).base() - peaks_.begin();
  return Span{std::max<std::int64_t>(0, first * kPeakSpan - kRoomBefore),
              std::min(samples_, last * kPeakSpan + kRoomAfter)};
}

}  // namespace storyreel::render
