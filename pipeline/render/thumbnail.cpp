#include <algorithm>
#include <cmath>
#include <optional>

#include "pipeline/render/av/container.hpp"
#include "pipeline/render/av/convert.hpp"
#include "pipeline/render/jpeg.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/sheet.hpp"
#include "pipeline/render/stop.hpp"

namespace storyreel::render {

namespace {

namespace fs = std::filesystem;

constexpr int kMostWidth = 1280;
constexpr std::size_t kMostBytes = 2'000'000;
constexpr std::size_t kMostFrames = 60;
/// A key frame begins a crossfade, or stands in one, where the next follows sooner: they last a
/// second at most.
constexpr double kCrossfade = 1.1;

std::vector<std::int64_t> spread(const std::vector<std::int64_t>& times) {
  if (times.size() <= kMostFrames) return times;
  std::vector<std::int64_t> some;
  for (std::size_t i = 0; i < kMostFrames; ++i)
    some.push_back(times[i * times.size() / kMostFrames]);
  return some;
}

/// Key frames outside crossfades, in the stream's time base; all of them where there is none.
std::vector<std::int64_t> candidates(const av::Input& input, const AVStream& stream) {
  const auto all = input.key_times(stream);
  const auto shortest = static_cast<std::int64_t>(kCrossfade / av_q2d(stream.time_base));
  std::vector<std::int64_t> calm;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto next = i + 1 < all.size() ? all[i + 1] : stream.duration;
    if (next - all[i] > shortest) calm.push_back(all[i]);
  }
  return spread(calm.empty() ? all : calm);
}

/// The frame at a key frame's time; null where there is none any more.
av::Frame frame_at(av::Input& input, const AVStream& stream, std::int64_t time,
                   const fs::path& film) {
  input.seek(stream, time);
  const auto packet = av::make_packet();
  while (input.read(*packet)) {
    if (packet->stream_index != stream.index) continue;
    av::Decoder decoder(stream.codecpar->codec_id, stream.codecpar, film, "the film can't be read");
    auto frame = av::make_frame();
    decoder.send(packet.get());
    decoder.send(nullptr);
    return decoder.receive(*frame) ? std::move(frame) : nullptr;
  }
  return nullptr;
}

av::Frame scaled(const AVFrame& frame, int width, const fs::path& film) {
  const int height =
      std::max(1, static_cast<int>(std::int64_t{width} * frame.height / frame.width));
  return av::to_rgba(frame, width, height, film);
}

av::Frame best_frame(const fs::path& film, const std::stop_token& stop) {
  constexpr int kSmall = 320;
  av::Input input(film, "mov", "the film can't be read");
  const auto* stream = input.stream(AVMEDIA_TYPE_VIDEO);
  if (!stream) refuse(film, "the film has no picture");
  av::Frame best;
  double most = -1;
  for (const auto time : candidates(input, *stream)) {
    check_stop(stop);
    auto frame = frame_at(input, *stream, time, film);
    if (!frame) continue;
    const double value = appeal(*scaled(*frame, kSmall, film));
    if (value > most) best = std::move(frame), most = value;
  }
  if (!best) refuse(film, "the film has no picture that can be shown");
  return best;
}

}  // namespace

void draw_thumbnail(const fs::path& film, const fs::path& out, const std::stop_token& stop) {
  const auto frame = best_frame(film, stop);
  const int width = std::min(kMostWidth, frame->width);
  write_jpeg(*scaled(*frame, width, film), out, kMostBytes);
}

}  // namespace storyreel::render
