#pragma once

#include <string>
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
std::vector<Span> lay_out(const std::vector<Segment>& segments, const config::Render& settings);

/// A part of the film with a title, from sample `start` to before sample `end`.
struct Chapter {
  std::string title;
  std::int64_t start = 0;
  std::int64_t end = 0;
};

/// The chapters of a whole film: each lasts until the next begins.
std::vector<Chapter> film_chapters(const std::vector<Segment>& segments);

/// The cues of a whole film, counted from its start.
std::vector<Cue> film_cues(const std::vector<Segment>& segments);

}  // namespace storyreel::render
