#include "pipeline/render/layout.hpp"

#include <fmt/format.h>

#include "pipeline/render/grid.hpp"

namespace storyreel::render {

namespace {

/// "00:01:02,345", with `point` before the milliseconds.
std::string stamp(std::int64_t sample, char point) {
  const auto ms = (sample * 1000 + kSampleRate / 2) / kSampleRate;
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60,
                     point, ms % 1000);
}

std::string stamps(const Cue& cue, char point) {
  return fmt::format("{} --> {}", stamp(cue.start, point), stamp(cue.end, point));
}

/// WebVTT reads "&" and "<" as markup.
std::string escaped(std::string_view text) {
  std::string safe;
  for (char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else
      safe += c;
  }
  return safe;
}

}  // namespace

std::vector<Span> lay_out(const std::vector<Segment>& segments, const config::Render& settings) {
  std::vector<Span> spans;
  std::int64_t sample = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Place place{.first = i == 0, .last = i + 1 == segments.size()};
    const auto end = sample + segments[i].sound.packets * kPacketSamples;
    const auto whole = border(end, settings.fps) - border(sample, settings.fps);
    spans.push_back({sample, body_range(whole, place, join_frames(settings)).size(), place});
    sample = end;
  }
  return spans;
}

std::vector<Chapter> film_chapters(const std::vector<Segment>& segments) {
  std::vector<Chapter> chapters;
  std::int64_t sample = 0;
  for (const auto& segment : segments) {
    if (!segment.chapter.empty()) {
      if (!chapters.empty()) chapters.back().end = sample;
      chapters.push_back({segment.chapter, sample});
    }
    sample += segment.sound.packets * kPacketSamples;
  }
  if (!chapters.empty()) chapters.back().end = sample;
  return chapters;
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

std::string subtitles_srt(const std::vector<Segment>& segments) {
  std::string srt;
  int number = 0;
  for (const auto& cue : film_cues(segments))
    srt += fmt::format("{}\n{}\n{}\n\n", ++number, stamps(cue, ','), cue.text);
  return srt;
}

std::string subtitles_vtt(const std::vector<Segment>& segments) {
  std::string vtt = "WEBVTT\n\n";
  for (const auto& cue : film_cues(segments))
    vtt += fmt::format("{}\n{}\n\n", stamps(cue, '.'), escaped(cue.text));
  return vtt;
}

}  // namespace storyreel::render
