#pragma once

#include <string_view>

#include "pipeline/render/picture.hpp"

namespace storyreel::render {

/// How much larger than the film a picture is kept, so that it is never stretched when it is near.
constexpr double kHeadroom = 1.12;

/// What of a picture is seen: its middle, and how many of its pixels make one of the film's.
struct View {
  double x = 0;
  double y = 0;
  double scale = 1;
};

/// A slow camera over a still picture: closer or away, along its longer side where there is one, at
/// a steady speed with eased ends, never outside. `motion` (a hash) chooses direction and focus.
class Motion {
 public:
  /// `canvas` is the picture as it is kept, `film` the film's size; the path lasts `seconds`.
  Motion(std::string_view motion, Size canvas, Size film, double seconds);

  /// The view at `share` (0…1) of the path; beyond the ends it stands still.
  View at(double share) const;

 private:
  View from_;
  View to_;
  double ramp_;
};

}  // namespace storyreel::render
