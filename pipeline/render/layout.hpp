#pragma once

#include <vector>

#include "pipeline/render/cues.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// Where a segment stands in its film.
struct Span {
  std::int64_t sample = 0;  ///< where its sound begins
  std::int64_t body = 0;    ///< frames of its body that are shown
  Place place;
};

/// Lays segments out one behind the other.
std::vector<Span> lay_out(const std::vector<Segment>& segments, int fps);

/// The cues of a whole film, counted from its start.
std::vector<Cue> film_cues(const std::vector<Segment>& segments);

}  // namespace storyreel::render
