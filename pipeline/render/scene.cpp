#include "pipeline/render/scene.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/render/grid.hpp"

namespace storyreel::render {

namespace {

Size with_headroom(Size film) {
  return {static_cast<int>(std::ceil(film.width * kHeadroom)),
          static_cast<int>(std::ceil(film.height * kHeadroom))};
}

std::vector<Cue> burned_cues(const Still& still, const config::Render& settings) {
  if (settings.subtitles != config::Subtitles::burned) return {};
  return segment_cues(still.sound, still.subtitle, still.language);
}

double frames_of(const Sound& sound, int fps) {
  return static_cast<double>(sound.packets * kPacketSamples * fps) / kSampleRate;
}

}  // namespace

Scene::Scene(const Still& still, const config::Render& settings)
    : film_{settings.width, settings.height},
      fps_(settings.fps),
      language_(still.language),
      length_(frames_of(still.sound, fps_)),
      sampler_(*load_picture(still.picture, with_headroom(film_))),
      motion_(still.motion, sampler_.size(), film_, (length_ + join_frames(fps_)) / fps_),
      cues_(burned_cues(still, settings)) {}

void Scene::draw(double at, AVFrame& frame) {
  const auto [before, after] = join_halves(fps_);
  sampler_.draw(motion_.at((at + before) / (length_ + before + after)), frame);
  draw_subtitle(std::llround(at * kSampleRate / fps_), frame);
}

void Scene::draw_subtitle(std::int64_t sample, AVFrame& frame) {
  const auto cue = std::ranges::find_if(
      cues_, [sample](const Cue& c) { return c.start <= sample && sample < c.end; });
  if (cue == cues_.end()) return;
  const auto index = static_cast<std::size_t>(cue - cues_.begin());
  if (!overlay_ || drawn_ != index) overlay_.emplace(cue->text, language_, film_);
  drawn_ = index;
  overlay_->blend(frame);
}

av::Frame make_film_frame(const config::Render& settings) {
  return av::make_picture_frame(AV_PIX_FMT_YUV420P, settings.width, settings.height);
}

}  // namespace storyreel::render
