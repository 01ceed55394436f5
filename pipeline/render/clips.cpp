#include <algorithm>

#include "pipeline/render/clip_writer.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/rest.hpp"
#include "pipeline/render/scene.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

/// Mixes `share` (of 256) of `coming` with the rest of `leaving`.
void mix(const AVFrame& leaving, const AVFrame& coming, int share, AVFrame& to) {
  for (int index : {0, 1, 2}) {
    const auto plane = av::plane(to, index);
    const auto from = av::plane(leaving, index);
    const auto over = av::plane(coming, index);
    for (int y = 0; y < plane.height; ++y) {
      auto* __restrict mixed = plane.row(y);
      const auto* a = from.row(y);
      const auto* b = over.row(y);
      for (int x = 0; x < plane.width; ++x)
        mixed[x] = static_cast<std::uint8_t>((a[x] * (256 - share) + b[x] * share + 128) >> 8);
    }
  }
}

bool is_fast(const std::string& preset) {
  return preset == "superfast" || preset == "veryfast" || preset == "faster";
}

/// What x264 need not look for in one slow movement of the whole picture: parts of blocks that move
/// by themselves, and far ways. Who chooses a slower preset has it look.
std::string drift_parameters(const std::string& preset) {
  return is_fast(preset) ? ":me=dia:partitions=none" : "";
}

/// Where one standing picture fades into another it need not look for movements at all. Presets
/// from "fast" on keep their subme, on which the codec headers depend.
std::string fade_parameters(const Still& from, const Still& to, const std::string& preset) {
  if (from.camera != Camera::rest || to.camera != Camera::rest) return drift_parameters(preset);
  return std::string(kNearSight) + ":me=dia:merange=4:partitions=none" +
         (is_fast(preset) ? ":subme=0" : "");
}

}  // namespace

std::int64_t make_body(const Still& still, Place place, const config::Render& settings,
                       const std::filesystem::path& out, const Progress& progress,
                       std::stop_token stop) {
  if (still.camera == Camera::rest) return make_rest(still, settings, out, progress, stop);
  const auto range =
      body_range(most_frames(still.sound.packets, settings.fps), place, join_frames(settings));
  Scene scene(still, settings, stop);
  ClipWriter writer(out, settings, range.size(), Leaning::both, drift_parameters(settings.preset));
  for (auto at = range.from; at < range.to; ++at) {
    check_stop(stop);
    writer.push(scene.draw(static_cast<double>(at)));
    if (progress)
      progress(static_cast<double>(at + 1 - range.from) / static_cast<double>(range.size()));
  }
  writer.finish();
  return range.size();
}

std::int64_t make_join(const Still& from, const Still& to, const config::Render& settings,
                       const std::filesystem::path& out, std::stop_token stop) {
  const int frames = join_frames(settings);
  const auto halves = join_halves(frames);
  Scene leaving(from, settings, stop);
  Scene coming(to, settings, stop);
  ClipWriter writer(out, settings, frames, Leaning::both,
                    fade_parameters(from, to, settings.preset));
  const auto frame = make_film_frame(settings);
  for (int at = 0; at < frames; ++at) {
    check_stop(stop);
    av::make_writable(*frame);
    // Where the border falls differs by a frame from place to place; the true length is between.
    mix(leaving.draw(leaving.length() - halves.before + at), coming.draw(at - halves.before),
        (at + 1) * 256 / (frames + 1), *frame);
    writer.push(*frame);
  }
  writer.finish();
  return frames;
}

}  // namespace storyreel::render
