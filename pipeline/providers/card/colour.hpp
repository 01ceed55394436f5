#pragma once

#include <cstdint>

#include "pipeline/providers/scene.hpp"

namespace storyreel::pipeline::card {

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
  double alpha = 1;

  Colour faded(double to) const { return {red, green, blue, to}; }
};

constexpr Colour colour(std::uint32_t rgb) {
  return {(rgb >> 16) / 255.0, ((rgb >> 8) & 0xFF) / 255.0, (rgb & 0xFF) / 255.0, 1};
}

/// `from` at 0, `to` at 1.
Colour mix(const Colour& from, const Colour& to, double share);

/// The colours of one picture; they go together.
struct Palette {
  Hour hour;
  Colour top;     ///< of the sky
  Colour middle;  ///< of the sky
  Colour horizon;
  Colour light;   ///< sun or moon
  Colour far;     ///< the most distant layer
  Colour near;    ///< the nearest layer
  Colour accent;  ///< sails, windows, flowers
  Colour ink;     ///< letters on the sky
};

/// One of the palettes of an hour.
const Palette& palette_for(Hour hour, Dice& dice);

}  // namespace storyreel::pipeline::card
