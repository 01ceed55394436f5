#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "config/settings.hpp"
#include "pipeline/render/cues.hpp"
#include "pipeline/render/motion.hpp"
#include "pipeline/render/overlay.hpp"
#include "pipeline/render/sampler.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// A segment's picture with its subtitles, in motion or at rest, frame by frame. Only the frame's
/// place in the segment counts.
class Scene {
 public:
  Scene(const Still& still, const config::Render& settings, const std::stop_token& stop);

  /// The segment's length in frames, which is rarely a whole number.
  double length() const { return length_; }

  /// The picture at `at` frames from the segment's start (before and after it in joins). It is the
  /// scene's own and holds until the next call.
  AVFrame& draw(double at);

 private:
  struct Moving {
    Sampler sampler;
    Motion motion;
  };
  void draw_subtitle(std::int64_t sample);

  Size film_;
  int fps_;
  std::string language_;
  double length_;
  int join_;
  av::Frame frame_;
  std::optional<Moving> moving_;  ///< nothing for a picture at rest: its frame stays as it is
  std::vector<Cue> cues_;
  std::size_t drawn_ = 0;  ///< which cue `overlay_` shows
  std::optional<Overlay> overlay_;
};

/// A frame as the film has it, to be drawn on.
av::Frame make_film_frame(const config::Render& settings);

}  // namespace storyreel::render
