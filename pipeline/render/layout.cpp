#include "pipeline/render/layout.hpp"

#include <fmt/format.h>

#include "pipeline/render/grid.hpp"

namespace storyreel::render {

namespace {

/// "00:01:02,345".
std::string srt_time(std::int64_t sample) {
  const auto ms = (sample * 1000 + kSampleRate / 2) / kSampleRate;
  return fmt::format("{:02}:{:02}:{:02},{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60,
                     ms % 1000);
}

}  // namespace

std::vector<Span> lay_out(const std::vector<Segment>& segments, int fps) {
  std::vector<Span> spans;
  std::int64_t sample = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Place place{.first = i == 0, .last = i + 1 == segments.size()};
    const auto end = sample + segments[i].sound.packets * kPacketSamples;
    const auto whole = border(end, fps) - border(sample, fps);
    spans.push_back({sample, body_range(whole, place, fps).size(), place});
    sample = end;
  }
  return spans;
}

std::vector<Cue> film_cues(const std::vector<Segment>& segments) {
  std::vector<Cue> cues;
  std::int64_t sample = 0;
  for (const auto& segment : segments) {
    for (auto& cue : segment_cues(segment.sound, segment.subtitle, segment.language))
      cues.push_back({std::move(cue.text), cue.start + sample, cue.end + sample});
    sample += segment.sound.packets * kPacketSamples;
  }
  return cues;
}

std::string subtitles_srt(const std::vector<Segment>& segments, int /*fps*/) {
  std::string srt;
  int number = 0;
  for (const auto& cue : film_cues(segments))
    srt += fmt::format("{}\n{} --> {}\n{}\n\n", ++number, srt_time(cue.start), srt_time(cue.end),
                       cue.text);
  return srt;
}

}  // namespace storyreel::render
