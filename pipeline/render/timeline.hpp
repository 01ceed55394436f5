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
/// A film is a row of segments: sentences with their voices, or the tracks of an album. Sound
/// rules: a segment lasts as many AAC packets (1,024 samples at 48 kHz) as its voice with its
/// breathing room, or its track, needs. Pictures follow: segment i covers the frames from
/// round(start) to round(end) of its place in the film. Between two segments stands a join, the
/// crossfade around their border; what is left of a segment is its body. A border falls between
/// frames, so a body has one spare frame at its end that assembly keeps or drops; the body of a
/// picture at rest is a few frames that assembly repeats. Nothing but a music bed depends on where
/// in the film it stands.
namespace storyreel::render {

constexpr int kSampleRate = 48000;
constexpr int kPacketSamples = 1024;

/// A film of more samples is refused: no platform takes it.
constexpr std::int64_t kLongestFilm = std::int64_t{kSampleRate} * 60 * 60 * 12;

/// Length of a join in frames; 0: the pictures are cut. The larger half lies before the border.
int join_frames(const config::Render& settings);

using Progress = std::function<void(double share)>;  ///< 0…1; called from the working thread

/// The sound of a segment, as AAC packets that may stand anywhere in a film.
struct Sound {
  std::int64_t packets = 0;    ///< length of the segment, breathing room included
  std::int64_t voice_at = 0;   ///< first sample of the voice in it
  std::int64_t voice_end = 0;  ///< one past its last

  bool operator==(const Sound&) const = default;
};

/// The shortest segment: long enough that a body is left between two joins, and that two IDR
/// pictures never stand side by side.
std::int64_t least_packets(const config::Render& settings);

/// Decodes `voice` (any format, rate, channels), trims its outer silence, brings it to -14 LUFS,
/// gives it breathing room and encodes it to ADTS at `out`, silence added up to `least` packets.
Sound make_sound(const std::filesystem::path& voice, std::int64_t least,
                 const std::filesystem::path& out, std::stop_token stop,
                 const Progress& progress = {});

/// The same for a track of an album, from its first sample to its last (of any length up to three
/// hours and a bit), its cut ends faded.
Sound make_track(const std::filesystem::path& track, std::int64_t least,
                 const std::filesystem::path& out, std::stop_token stop,
                 const Progress& progress = {});

/// A piece of music as endless sound: 48 kHz stereo floats, levelled, its end laid over its
/// beginning, so that it can be repeated and read from anywhere.
void make_bed(const std::filesystem::path& music, const std::filesystem::path& out,
              std::stop_token stop, const Progress& progress = {});

/// Which of its neighbours a segment leaves room for.
struct Place {
  bool first = false;  ///< nothing before: the segment starts the film
  bool last = false;   ///< nothing after: the segment ends the film
};

/// A voice as make_sound gives it, with `bed` under it from the bed's sample `at` on (endless):
/// quiet while somebody speaks, a little louder in pauses, faded at the film's two ends.
Sound mix_sound(const std::filesystem::path& voice, const std::filesystem::path& bed,
                std::int64_t at, Place place, std::int64_t least, const std::filesystem::path& out,
                std::stop_token stop, const Progress& progress = {});

/// How a still picture is looked at.
enum class Camera {
  drift,  ///< it moves slowly
  rest,   ///< it fills the frame and stands still; no subtitles are drawn on it
};

/// A picture for as long as its segment lasts, with its subtitle. (A shot that moves by itself, a
/// Clip, will stand beside it.)
struct Still {
  std::filesystem::path picture;
  Camera camera = Camera::drift;
  std::string motion;  ///< chooses direction and focus: the sentence's own hash, not its place
  Sound sound;
  std::string subtitle;  ///< the sentence; drawn only when settings say burned
  std::string language;
};

/// Encodes the body of a segment (H.264, no sound): with its spare frame where the picture moves,
/// else the frames that are repeated, whatever the sound's length. Returns its frames.
std::int64_t make_body(const Still& still, Place place, const config::Render& settings,
                       const std::filesystem::path& out, const Progress& progress,
                       std::stop_token stop);

/// Encodes the crossfade from one segment to the next. Returns its frames.
std::int64_t make_join(const Still& from, const Still& to, const config::Render& settings,
                       const std::filesystem::path& out, std::stop_token stop);

/// One segment of a film, all of it artifacts.
struct Segment {
  std::filesystem::path body;
  std::filesystem::path join;  ///< to the next; empty for the last, and where pictures are cut
  std::filesystem::path packets;
  Camera camera = Camera::drift;  ///< what the body was made with
  Sound sound;
  std::string subtitle;  ///< empty: none
  std::string language;
  std::string chapter;  ///< title of the chapter that begins here; empty: none does
};

/// Puts a film together by copying packets: MP4, constant frame rate, faststart, chapters; soft
/// subtitles when settings say so. Fails when the parts' codec headers differ.
void make_film(const std::vector<Segment>& segments, const config::Render& settings,
               const std::filesystem::path& out, const Progress& progress, std::stop_token stop);

/// The film's subtitles as SRT and as WebVTT.
std::string subtitles_srt(const std::vector<Segment>& segments);
std::string subtitles_vtt(const std::vector<Segment>& segments);

/// What is wrong with a finished film, in plain words; empty when it is sound. Opens it, walks all
/// packets, and checks streams, frame count, constant rate, that sound and picture are equally long
/// within a frame, that the index stands first, and that five places in it can be sought and
/// decoded.
std::vector<std::string> verify_film(const std::filesystem::path& film,
                                     const config::Render& settings,
                                     const std::stop_token& stop = {});

/// What is wrong with a picture or a voice as it came from a provider: throws Error in words for
/// the editor ("the picture can't be read: …") when it doesn't decode or is out of bounds.
void verify_picture(const std::filesystem::path& picture);
void verify_voice(const std::filesystem::path& voice);

}  // namespace storyreel::render
