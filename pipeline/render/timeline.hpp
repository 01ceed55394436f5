#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "config/settings.hpp"

/// Films as functions of files. Everything here blocks, runs on an Offload thread, checks its stop
/// token at least once per frame or packet, writes to the path it is given (a temporary file: the
/// caller fsyncs and renames), throws Error that names the file at fault, and gives identical bytes
/// for identical inputs.
///
/// A film is a row of segments, one per sentence. Sound rules: a segment lasts as many AAC packets
/// (1,024 samples at 48 kHz) as its voice with its breathing room needs. Pictures follow: segment i
/// covers the frames from round(start) to round(end) of its place in the film. Between two segments
/// stands a join, the crossfade of kJoin frames around their border; what is left of a segment is
/// its body. A border falls between frames, so a body has one spare frame at its end that assembly
/// keeps or drops; nothing else depends on where in the film a segment stands.
namespace storyreel::render {

constexpr int kSampleRate = 48000;
constexpr int kPacketSamples = 1024;

/// Length of a join in frames: 0.5 s. The larger half lies before the border.
constexpr int join_frames(int fps) {
  return fps / 2;
}

/// A voice made ready for the film, as AAC packets that may stand anywhere in it.
struct Sound {
  std::int64_t packets = 0;    ///< length of the segment, breathing room included
  std::int64_t voice_at = 0;   ///< first sample of the voice in it
  std::int64_t voice_end = 0;  ///< one past its last
};

/// Decodes `voice` (any format, rate, channels), trims its outer silence, brings it to one level,
/// gives it breathing room and encodes it to ADTS at `out`.
Sound make_sound(const std::filesystem::path& voice, const std::filesystem::path& out,
                 std::stop_token stop);

/// A picture that moves slowly for as long as its segment lasts, with its subtitle.
struct Still {
  std::filesystem::path picture;
  std::string motion;  ///< chooses direction and focus: the sentence's own hash, not its place
  Sound sound;
  std::string subtitle;  ///< the sentence; drawn only when settings say burned
  std::string language;
};

/// Which of its neighbours a body leaves room for.
struct Place {
  bool first = false;  ///< nothing before: the body starts with the segment
  bool last = false;   ///< nothing after: the body ends with the segment
};

using Progress = std::function<void(double share)>;  ///< 0…1; called from the working thread

/// Encodes the body of a segment (H.264, no sound) with its spare frame. Returns its frames.
std::int64_t make_body(const Still& still, Place place, const config::Render& settings,
                       const std::filesystem::path& out, const Progress& progress,
                       std::stop_token stop);

/// Encodes the crossfade from one segment to the next. Returns its frames.
std::int64_t make_join(const Still& from, const Still& to, const config::Render& settings,
                       const std::filesystem::path& out, std::stop_token stop);

/// One sentence of a film, all of it artifacts.
struct Segment {
  std::filesystem::path body;
  std::filesystem::path join;  ///< to the next; empty for the last
  std::filesystem::path packets;
  Sound sound;
  std::string subtitle;
  std::string language;
};

/// Puts a film together by copying packets: MP4, constant frame rate, faststart; soft subtitles
/// when settings say so. Fails when the parts' codec headers differ.
void make_film(const std::vector<Segment>& segments, const config::Render& settings,
               const std::filesystem::path& out, const Progress& progress, std::stop_token stop);

/// The film's subtitles as SRT.
std::string subtitles_srt(const std::vector<Segment>& segments, int fps);

/// What is wrong with a finished film, in plain words; empty when it is sound. Opens it, walks all
/// packets, and checks streams, frame count, constant rate, that sound and picture are equally long
/// within a frame, and that the index stands first.
std::vector<std::string> verify_film(const std::filesystem::path& film,
                                     const config::Render& settings);

/// What is wrong with a picture or a voice as it came from a provider: throws Error in words for
/// the editor ("the picture can't be read: …") when it doesn't decode or is out of bounds.
void verify_picture(const std::filesystem::path& picture);
void verify_voice(const std::filesystem::path& voice);

}  // namespace storyreel::render
