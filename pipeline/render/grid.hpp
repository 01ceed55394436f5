#pragma once

#include <cstdint>

#include "pipeline/render/timeline.hpp"

/// Where samples and frames meet. Pure arithmetic on whole numbers.
namespace storyreel::render {

/// The frame border nearest to a sample: round(sample * fps / 48000), halves up.
std::int64_t border(std::int64_t sample, int fps);

/// Frames a segment of so many packets can cover at most; one less where it stands elsewhere.
std::int64_t most_frames(std::int64_t packets, int fps);

/// Frames of a join of `join` frames before its border and after it.
struct JoinHalves {
  int before;
  int after;
};
JoinHalves join_halves(int join);

/// Frames that a body shows: local numbers from `from` to before `to`. `whole` is the number of the
/// segment's frames, joins of `join` frames included.
struct Range {
  std::int64_t from;
  std::int64_t to;
  std::int64_t size() const { return to - from; }
};
Range body_range(std::int64_t whole, Place place, int join);

/// Packets that last at least `frames` frames.
std::int64_t packets_for(std::int64_t frames, int fps);

}  // namespace storyreel::render
