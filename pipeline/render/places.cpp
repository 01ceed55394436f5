#include "pipeline/render/places.hpp"

extern "C" {
#include <libavutil/mathematics.h>
}

#include <algorithm>
#include <cmath>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/stop.hpp"

namespace storyreel::render {

namespace {

/// Where a stream begins, in its time base; most that begin at once don't say so.
std::int64_t start_of(const AVStream& stream) {
  return stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
}

/// How long it is, in its time base; its file's length where it does not say.
std::int64_t length_of(const AVStream& stream, const av::Input& input) {
  if (stream.duration > 0) return stream.duration;
  const auto whole = std::max<std::int64_t>(0, input.context().duration);
  return av_rescale_q(whole, AV_TIME_BASE_Q, stream.time_base);
}

/// How long before a place players look for a key frame, in a stream's time base: broadcasts have
/// no index that says where one is.
std::int64_t searched(const AVStream& stream, const av::Input& input) {
  constexpr double kSeconds = 12;
  const bool has_index = (input.context().iformat->flags & AVFMT_TS_DISCONT) == 0;
  return has_index ? 0 : std::llround(kSeconds / av_q2d(stream.time_base));
}

/// Whether a few frames come from `time` on; close to the end there may be fewer.
bool shows(av::Input& input, const AVStream& stream, const std::filesystem::path& film,
           std::int64_t time, int forgiven, const std::stop_token& stop) {
  constexpr int kFrames = 3;
  av::Decoder decoder(stream.codecpar->codec_id, stream.codecpar, film, "");
  const auto packet = av::make_packet();
  const auto frame = av::make_frame();
  input.seek(stream, time);
  int seen = 0;
  bool more = true;
  while (seen < kFrames && more) {
    check_stop(stop);
    more = input.read(*packet);
    if (more && packet->stream_index != stream.index) continue;
    try {
      decoder.send(more ? packet.get() : nullptr);
      while (decoder.receive(*frame)) ++seen;
    } catch (const Error&) {
      if (--forgiven < 0) return false;
    }
  }
  return seen >= kFrames || (!more && seen > 0);
}

}  // namespace

std::vector<double> dark_places(av::Input& input, const AVStream& stream,
                                const std::filesystem::path& film, int forgiven,
                                const std::stop_token& stop) {
  std::vector<double> dark;
  const auto start = start_of(stream);
  for (const double share : {0.0, 0.25, 0.5, 0.75, 0.9}) {
    const auto way = share * static_cast<double>(length_of(stream, input));
    const std::int64_t place = start + std::llround(way) - searched(stream, input);
    const auto time = std::max(start, place);
    bool is_shown = false;
    try {
      is_shown = shows(input, stream, film, time, forgiven, stop);
    } catch (const Error&) {
    }
    if (!is_shown) dark.push_back(way * av_q2d(stream.time_base));
  }
  return dark;
}

}  // namespace storyreel::render
