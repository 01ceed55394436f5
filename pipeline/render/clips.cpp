#include <algorithm>

#include "pipeline/render/clip_writer.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/scene.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

/// Mixes `share` (of 256) of `over` into `frame`.
void mix(AVFrame& frame, const AVFrame& over, int share) {
  for (int index : {0, 1, 2}) {
    const auto to = av::plane(frame, index);
    const auto from = av::plane(over, index);
    for (int y = 0; y < to.height; ++y) {
      auto* a = to.row(y);
      const auto* b = from.row(y);
      for (int x = 0; x < to.width; ++x)
        a[x] = static_cast<std::uint8_t>((a[x] * (256 - share) + b[x] * share + 128) >> 8);
    }
  }
}

}  // namespace

std::int64_t make_body(const Still& still, Place place, const config::Render& settings,
                       const std::filesystem::path& out, const Progress& progress,
                       std::stop_token stop) {
  const auto range =
      body_range(most_frames(still.sound.packets, settings.fps), place, settings.fps);
  Scene scene(still, settings);
  ClipWriter writer(out, settings, range.size());
  const auto frame = make_film_frame(settings);
  for (auto at = range.from; at < range.to; ++at) {
    check_stop(stop);
    av::make_writable(*frame);
    scene.draw(static_cast<double>(at), *frame);
    writer.push(*frame);
    if (progress)
      progress(static_cast<double>(at + 1 - range.from) / static_cast<double>(range.size()));
  }
  writer.finish();
  return range.size();
}

std::int64_t make_join(const Still& from, const Still& to, const config::Render& settings,
                       const std::filesystem::path& out, std::stop_token stop) {
  const int frames = join_frames(settings.fps);
  const auto halves = join_halves(settings.fps);
  Scene leaving(from, settings);
  Scene coming(to, settings);
  ClipWriter writer(out, settings, frames);
  const auto frame = make_film_frame(settings);
  const auto over = make_film_frame(settings);
  for (int at = 0; at < frames; ++at) {
    check_stop(stop);
    av::make_writable(*frame);
    // Where the border falls differs by a frame from place to place; the true length is between.
    leaving.draw(leaving.length() - halves.before + at, *frame);
    coming.draw(at - halves.before, *over);
    mix(*frame, *over, (at + 1) * 256 / (frames + 1));
    writer.push(*frame);
  }
  writer.finish();
  return frames;
}

}  // namespace storyreel::render
