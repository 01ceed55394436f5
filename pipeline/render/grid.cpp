#include "pipeline/render/grid.hpp"

namespace storyreel::render {

std::int64_t border(std::int64_t sample, int fps) {
  return (2 * sample * fps + kSampleRate) / (2 * std::int64_t{kSampleRate});
}

std::int64_t most_frames(std::int64_t packets, int fps) {
  return (packets * kPacketSamples * fps + kSampleRate - 1) / kSampleRate;
}

JoinHalves join_halves(int fps) {
  const int frames = join_frames(fps);
  return {(frames + 1) / 2, frames / 2};
}

Range body_range(std::int64_t whole, Place place, int fps) {
  const auto [before, after] = join_halves(fps);
  return {place.first ? 0 : after, whole - (place.last ? 0 : before)};
}

}  // namespace storyreel::render
