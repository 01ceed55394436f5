#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include <unicode/locid.h>

#include "pipeline/render/adts.hpp"
#include "pipeline/render/av/container.hpp"
#include "pipeline/render/av/error.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/layout.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr AVRational kSampleBase{1, kSampleRate};

std::string_view codec_header(const AVStream& stream) {
  return {reinterpret_cast<const char*>(stream.codecpar->extradata),
          static_cast<std::size_t>(stream.codecpar->extradata_size)};
}

/// A body or a join being copied.
struct Part {
  std::filesystem::path file;
  std::int64_t frames;
};

std::vector<Part> parts_of(const std::vector<Segment>& segments, const config::Render& settings) {
  std::vector<Part> parts;
  const auto spans = lay_out(segments, settings.fps);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    parts.push_back({segments[i].body, spans[i].body});
    if (!spans[i].place.last) parts.push_back({segments[i].join, join_frames(settings.fps)});
  }
  return parts;
}

/// The film's pictures: so many packets of each part, one part open at a time.
class Pictures {
 public:
  Pictures(std::vector<Part> parts, const config::Render& settings)
      : parts_(std::move(parts)), settings_(settings) {
    open();
  }

  const AVCodecParameters& parameters() const { return *stream_->codecpar; }
  std::int64_t frame() const { return frame_; }

  /// The next packet with its place in the film, or false at the end.
  bool next(AVPacket& packet) {
    for (; taken_ == parts_[part_].frames; open())
      if (taken_ = 0; ++part_ == parts_.size())
        return --part_, taken_ = parts_[part_].frames, false;
    if (!input_->read(packet))
      refuse(parts_[part_].file, "it is too short for its sound; it has to be made again");
    ++taken_;
    packet.pts = packet.dts = frame_++;
    packet.duration = 1;
    return true;
  }

 private:
  void open() {
    const auto& file = parts_[part_].file;
    input_ = std::make_unique<av::Input>(file, "mov", "it can't be read; it has to be made again");
    stream_ = input_->stream(AVMEDIA_TYPE_VIDEO);
    if (!stream_ || stream_->codecpar->codec_id != AV_CODEC_ID_H264)
      refuse(file, "there is no picture in it; it has to be made again");
    if (header_.empty()) header_ = codec_header(*stream_);
    if (header_ != codec_header(*stream_) || stream_->codecpar->width != settings_.width ||
        stream_->codecpar->height != settings_.height)
      refuse(
          file,
          "it was encoded with other settings than the rest of the film; it has to be made again");
  }

  std::vector<Part> parts_;
  config::Render settings_;
  std::unique_ptr<av::Input> input_;
  const AVStream* stream_ = nullptr;
  std::string header_;
  std::size_t part_ = 0;
  std::int64_t taken_ = 0;
  std::int64_t frame_ = 0;
};

/// The film's sound, packet after packet.
class Sounds {
 public:
  explicit Sounds(const std::vector<Segment>& segments) : segments_(segments) {}

  std::int64_t sample() const { return packet_ * kPacketSamples; }

  av::Packet next() {
    for (; segment_ < segments_.size(); ++segment_, left_ = -1) {
      const auto& segment = segments_[segment_];
      if (left_ < 0) {
        reader_ = std::make_unique<AdtsReader>(segment.packets);
        left_ = segment.sound.packets;
      }
      if (left_ == 0) continue;
      if (!reader_->read(bytes_))
        refuse(segment.packets, "the sound is too short; it has to be made again");
      --left_;
      return stamped();
    }
    return nullptr;
  }

 private:
  av::Packet stamped() {
    auto packet = av::make_packet(bytes_);
    packet->pts = packet->dts = sample();
    packet->duration = kPacketSamples;
    packet->flags |= AV_PKT_FLAG_KEY;
    ++packet_;
    return packet;
  }

  const std::vector<Segment>& segments_;
  std::unique_ptr<AdtsReader> reader_;
  std::string bytes_;
  std::size_t segment_ = 0;
  std::int64_t left_ = -1;
  std::int64_t packet_ = 0;
};

/// How a player draws soft subtitles (3GPP TS 26.245): at the bottom, centred, white.
constexpr std::string_view kTextStyle{
    "\0\0\0\0"              // no display flags
    "\x01\xFF"              // centred; at the bottom
    "\0\0\0\0"              // no background
    "\0\0\0\0\0\0\0\0"      // the whole box
    "\0\0\0\0\0\x01\0\x12"  // all characters in font 1, plain, 18
    "\xFF\xFF\xFF\xFF"      // white
    "\0\0\0\x12"
    "ftab"  // the font table
    "\0\x01\0\x01\x05"
    "Serif",  // one font, number 1
    48};

/// The film's soft subtitles.
class Texts {
 public:
  explicit Texts(std::vector<Cue> cues) : cues_(std::move(cues)) {}

  /// The next cue that has begun by `sample`, or null.
  av::Packet next(std::int64_t sample) {
    if (at_ == cues_.size() || cues_[at_].start > sample) return nullptr;
    const auto& cue = cues_[at_++];
    const auto size = cue.text.size();
    auto packet = av::make_packet(
        std::string{static_cast<char>(size >> 8), static_cast<char>(size & 0xFF)} + cue.text);
    packet->pts = packet->dts = cue.start;
    packet->duration = cue.end - cue.start;
    packet->flags |= AV_PKT_FLAG_KEY;
    return packet;
  }

 private:
  std::vector<Cue> cues_;
  std::size_t at_ = 0;
};

av::Parameters sound_parameters() {
  auto made = av::make_parameters(AVMEDIA_TYPE_AUDIO, AV_CODEC_ID_AAC, kAacConfig);
  made->sample_rate = kSampleRate;
  made->frame_size = kPacketSamples;
  made->profile = FF_PROFILE_AAC_LOW;
  av::set_stereo(*made);
  return made;
}

/// Puts the streams into one file, whatever comes first in the film first.
class Assembly {
 public:
  Assembly(const std::vector<Segment>& segments, const config::Render& settings,
           const std::filesystem::path& out)
      : fps_(settings.fps),
        pictures_(parts_of(segments, settings), settings),
        sounds_(segments),
        output_(out) {
    const auto language = language_of(segments.front());
    output_.add(pictures_.parameters(), {1, fps_});
    output_.add(*sound_parameters(), kSampleBase, language);
    if (settings.subtitles == config::Subtitles::soft) {
      texts_.emplace(film_cues(segments));
      output_.add(*av::make_parameters(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_MOV_TEXT, kTextStyle),
                  kSampleBase, language);
    }
    output_.begin({{"movflags", "+faststart"},
                   {"video_track_timescale", std::to_string(fps_)},
                   {"use_editlist", "0"}});
  }

  /// Copies the next picture and the sound up to it; false after the last.
  bool step() {
    const auto packet = av::make_packet();
    const bool more = pictures_.next(*packet);
    const auto now =
        more ? packet->pts * kSampleRate / fps_ : std::numeric_limits<std::int64_t>::max();
    while (sounds_.sample() <= now) {
      const auto sound = sounds_.next();
      if (!sound) break;
      output_.write(*sound, 1, kSampleBase);
    }
    while (auto text = texts_ ? texts_->next(now) : nullptr) output_.write(*text, 2, kSampleBase);
    if (more) output_.write(*packet, 0, {1, fps_});
    return more;
  }

  void finish() { output_.finish(); }

 private:
  /// As MP4 has it, in three letters: "eng".
  static std::string language_of(const Segment& segment) {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Locale::forLanguageTag(segment.language, status).getISO3Language();
  }

  int fps_;
  Pictures pictures_;
  Sounds sounds_;
  std::optional<Texts> texts_;
  av::Output output_;
};

}  // namespace

void make_film(const std::vector<Segment>& segments, const config::Render& settings,
               const std::filesystem::path& out, const Progress& progress, std::stop_token stop) {
  if (segments.empty()) throw Error("a film needs at least one sentence");
  std::int64_t packets = 0;
  for (const auto& segment : segments) packets += segment.sound.packets;
  const auto frames = static_cast<double>(border(packets * kPacketSamples, settings.fps));
  Assembly assembly(segments, settings, out);
  for (std::int64_t frame = 1; assembly.step(); ++frame) {
    check_stop(stop);
    if (progress) progress(static_cast<double>(frame) / frames);
  }
  assembly.finish();
}

}  // namespace storyreel::render
