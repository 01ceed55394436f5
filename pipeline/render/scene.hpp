#pragma once

#include <optional>
#include <vector>

#include "config/settings.hpp"
#include "pipeline/render/cues.hpp"
#include "pipeline/render/motion.hpp"
#include "pipeline/render/overlay.hpp"
#include "pipeline/render/sampler.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// A segment's picture in motion with its subtitles, frame by frame. Only the frame's place in the
/// segment counts.
class Scene {
 public:
  Scene(const Still& still, const config::Render& settings);

  /// The segment's length in frames, which is rarely a whole number.
  double length() const { return length_; }

  /// Draws the picture at `at` frames from the segment's start (before and after it in joins).
  void draw(double at, AVFrame& frame);

 private:
  void draw_subtitle(std::int64_t sample, AVFrame& frame);

  Size film_;
  int fps_;
  std::string language_;
  double length_;
  Sampler sampler_;
  Motion motion_;
  std::vector<Cue> cues_;
  std::size_t drawn_ = 0;  ///< which cue `overlay_` shows
  std::optional<Overlay> overlay_;
};

/// A frame as the film has it, to be drawn on.
av::Frame make_film_frame(const config::Render& settings);

}  // namespace storyreel::render
