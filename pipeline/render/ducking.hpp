#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// A music bed's loudness in pauses; beds are at -14.
constexpr double kPauseLufs = -26;

/// How loud a music bed is under a segment's voice: 18 LU below it while somebody speaks, 12 LU in
/// pauses, with soft ways between. At both ends of a segment it is as loud as in pauses, so that
/// segments go on in each other.
class Ducking {
 public:
  /// `peaks` are the voice's, each of 10 ms from sample sound.voice_at on. The bed fades in and out
  /// where the film begins and ends.
  Ducking(const Sound& sound, const std::vector<float>& peaks, Place place);

  /// The bed's gain at a sample of the segment, or outside it.
  float gain(std::int64_t at) const;

 private:
  std::vector<float> gains_;  ///< every 10 ms
  std::int64_t fade_in_ = 0;  ///< samples; 0: none
  std::int64_t fade_out_ = 0;
  std::int64_t length_;
};

}  // namespace storyreel::render
