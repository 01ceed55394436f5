#include <fmt/format.h>
#include <limits>
#include <optional>

#include <unicode/locid.h>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/container.hpp"
#include "pipeline/render/film_streams.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/layout.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr AVRational kSampleBase{1, kSampleRate};

std::int64_t samples_of(const std::vector<Segment>& segments) {
  std::int64_t packets = 0;
  for (const auto& segment : segments) packets += segment.sound.packets;
  return packets * kPacketSamples;
}

void check_length(const std::vector<Segment>& segments) {
  if (segments.empty()) throw Error("a film needs at least one sentence or track");
  const auto samples = samples_of(segments);
  if (samples <= kLongestFilm) return;
  const auto minutes = samples / (std::int64_t{kSampleRate} * 60);
  throw Error(fmt::format(
      "the film would last {} hours and {} minutes, and no platform takes more than {} hours: "
      "make several videos of it",
      minutes / 60, minutes % 60, kLongestFilm / kSampleRate / 3600));
}

/// As MP4 has it, in three letters: "eng".
std::string language_of(const Segment& segment) {
  UErrorCode status = U_ZERO_ERROR;
  return icu::Locale::forLanguageTag(segment.language, status).getISO3Language();
}

/// Puts the streams into one file, whatever comes first in the film first.
class Assembly {
 public:
  Assembly(const std::vector<Segment>& segments, const config::Render& settings,
           const std::filesystem::path& out, const std::stop_token& stop)
      : fps_(settings.fps), pictures_(segments, settings), sounds_(segments), output_(out, stop) {
    const auto language = language_of(segments.front());
    output_.add(pictures_.parameters(), {1, fps_});
    output_.add(*sound_parameters(), kSampleBase, language);
    if (settings.subtitles == config::Subtitles::soft) {
      texts_.emplace(film_cues(segments));
      output_.add(*text_parameters(), kSampleBase, language);
    }
    for (const auto& chapter : film_chapters(segments))
      output_.add_chapter(chapter.title, chapter.start, chapter.end, kSampleBase);
    // YouTube asks for no edit lists: the frames' order stands in their times alone.
    output_.begin({{"movflags", "+faststart+negative_cts_offsets"},
                   {"video_track_timescale", std::to_string(fps_)},
                   {"use_editlist", "0"}});
  }

  /// Copies the next picture and the sound up to it; false after the last.
  bool step() {
    const bool more = pictures_.next(*picture_);
    const auto now =
        more ? picture_->pts * kSampleRate / fps_ : std::numeric_limits<std::int64_t>::max();
    while (sounds_.sample() <= now && sounds_.next(*sound_)) output_.write(*sound_, 1, kSampleBase);
    while (auto text = texts_ ? texts_->next(now) : nullptr) output_.write(*text, 2, kSampleBase);
    if (more) output_.write(*picture_, 0, {1, fps_});
    return more;
  }

  void finish() { output_.finish(); }

 private:
  int fps_;
  Pictures pictures_;
  Sounds sounds_;
  std::optional<Texts> texts_;
  av::Output output_;
  av::Packet picture_ = av::make_packet();
  av::Packet sound_ = av::make_packet();
};

}  // namespace

void make_film(const std::vector<Segment>& segments, const config::Render& settings,
               const std::filesystem::path& out, const Progress& progress, std::stop_token stop) {
  check_length(segments);
  const auto frames = static_cast<double>(border(samples_of(segments), settings.fps));
  Assembly assembly(segments, settings, out, stop);
  for (std::int64_t frame = 1; assembly.step(); ++frame) {
    check_stop(stop);
    if (progress) progress(static_cast<double>(frame) / frames);
  }
  assembly.finish();
}

}  // namespace storyreel::render
