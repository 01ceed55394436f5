#include "pipeline/render/grid.hpp"

#include <algorithm>

namespace storyreel::render {

std::int64_t border(std::int64_t sample, int fps) {
  return (2 * sample * fps + kSampleRate) / (2 * std::int64_t{kSampleRate});
}

std::int64_t most_frames(std::int64_t packets, int fps) {
  return (packets * kPacketSamples * fps + kSampleRate - 1) / kSampleRate;
}

JoinHalves join_halves(int join) {
  return {(join + 1) / 2, join / 2};
}

Range body_range(std::int64_t whole, Place place, int join) {
  const auto [before, after] = join_halves(join);
  return {place.first ? 0 : after, whole - (place.last ? 0 : before)};
}

std::int64_t packets_for(std::int64_t frames, int fps) {
  return frames * kSampleRate / (std::int64_t{kPacketSamples} * fps) + 1;
}

int join_frames(const config::Render& settings) {
  // A join of one frame would be an IDR picture beside the next body's.
  constexpr int kLeastJoin = 2;
  const auto frames = static_cast<int>(settings.crossfade.count() * settings.fps / 1000);
  return settings.crossfade.count() > 0 ? std::max(kLeastJoin, frames) : 0;
}

std::int64_t least_packets(const config::Render& settings) {
  const int body = settings.fps / 2;
  return packets_for(join_frames(settings) + body, settings.fps);
}

}  // namespace storyreel::render
