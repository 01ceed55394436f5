#include "pipeline/render/scene.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/render/drawing.hpp"
#include "pipeline/render/grid.hpp"

namespace storyreel::render {

namespace {

Size with_headroom(Size film) {
  return {static_cast<int>(std::ceil(film.width * kHeadroom)),
          static_cast<int>(std::ceil(film.height * kHeadroom))};
}

std::vector<Cue> burned_cues(const Still& still, const config::Render& settings) {
  if (settings.subtitles != config::Subtitles::burned) return {};
  return segment_cues(still.sound, still.subtitle, still.language,
                      line_columns({settings.width, settings.height}));
}

/// What of a picture is seen when it fills the film.
av::Frame cut_middle(av::Frame picture, Size film) {
  const int x = (picture->width - film.width) / 2 & ~1;
  const int headline = static_cast<int>(kHeadline * picture->height) - film.height / 2;
  const int y = std::clamp(headline, 0, picture->height - film.height) & ~1;
  av::crop(*picture, x, y, film.width, film.height);
  return picture;
}

double frames_of(const Sound& sound, int fps) {
  return static_cast<double>(sound.packets * kPacketSamples * fps) / kSampleRate;
}

}  // namespace

Scene::Scene(const Still& still, const config::Render& settings, const std::stop_token& stop)
    : film_{settings.width, settings.height},
      fps_(settings.fps),
      language_(still.language),
      length_(frames_of(still.sound, fps_)),
      join_(join_frames(settings)) {
  if (still.camera == Camera::rest) {
    frame_ = cut_middle(load_picture(still.picture, film_, stop), film_);
    return;
  }
  frame_ = make_film_frame(settings);
  Sampler sampler(*load_picture(still.picture, with_headroom(film_), stop));
  const Motion motion(still.motion, sampler.size(), film_, (length_ + join_) / fps_);
  moving_.emplace(std::move(sampler), motion);
  cues_ = burned_cues(still, settings);
}

AVFrame& Scene::draw(double at) {
  if (moving_) {
    const auto [before, after] = join_halves(join_);
    av::make_writable(*frame_);
    moving_->sampler.draw(moving_->motion.at((at + before) / (length_ + before + after)), *frame_);
    draw_subtitle(std::llround(at * kSampleRate / fps_));
  }
  return *frame_;
}

void Scene::draw_subtitle(std::int64_t sample) {
  const auto cue = std::ranges::find_if(
      cues_, [sample](const Cue& c) { return c.start <= sample && sample < c.end; });
  if (cue == cues_.end()) return;
  const auto index = static_cast<std::size_t>(cue - cues_.begin());
  if (!overlay_ || drawn_ != index) overlay_.emplace(cue->text, language_, film_);
  drawn_ = index;
  overlay_->blend(*frame_);
}

av::Frame make_film_frame(const config::Render& settings) {
  return av::make_picture_frame(AV_PIX_FMT_YUV420P, settings.width, settings.height);
}

}  // namespace storyreel::render
