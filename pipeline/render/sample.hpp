#pragma once

namespace storyreel::render {

/// One moment of stereo sound at 48 kHz; full scale is 1.
struct Sample {
  float left = 0;
  float right = 0;

  Sample operator*(float gain) const { return {left * gain, right * gain}; }
  Sample operator+(Sample other) const { return {left + other.left, right + other.right}; }
};

}  // namespace storyreel::render
