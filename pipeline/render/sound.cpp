#include <algorithm>

#include "pipeline/render/aac_writer.hpp"
#include "pipeline/render/bed.hpp"
#include "pipeline/render/ducking.hpp"
#include "pipeline/render/part.hpp"
#include "pipeline/render/sound_source.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/survey.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

/// Packets of what stands before a segment, so that the encoder comes to its border as it would
/// without one, and of what comes behind it.
constexpr std::int64_t kPreroll = 8;
constexpr std::int64_t kFuture = 4;

static_assert(std::min(kBreathBefore, kBreathAfter) / 2 >= kPacketSamples,
              "the packets at both ends must decode to silence whatever stands beside them");
static_assert(kBreathBefore % LoudnessMeter::kPeakSpan == 0);

Sound lay_out(std::int64_t before, std::int64_t samples, std::int64_t after, std::int64_t least) {
  const auto needed = before + samples + after;
  return {.packets = std::max(least, (needed + kPacketSamples - 1) / kPacketSamples),
          .voice_at = before,
          .voice_end = before + samples};
}

std::int64_t length(const LoudnessMeter::Span& span) {
  return span.to - span.from;
}

/// Calls `make(at)` for the samples of a segment and what its encoder wants around them.
template <class Make>
void write_segment(SegmentWriter& writer, std::int64_t from, std::int64_t to,
                   const std::stop_token& stop, const Progress& progress, Make make) {
  const auto writing = part(progress, kSurveying, 1);
  for (auto at = from; at < to; ++at) {
    if (at % kPacketSamples == 0) check_stop(stop);
    tell(writing, at - from, to - from);
    writer.push(make(at));
  }
  writer.finish();
}

/// A sound alone in its segment.
void write_alone(LevelSource& source, const Sound& sound, const std::filesystem::path& out,
                 const std::stop_token& stop, const Progress& progress) {
  SegmentWriter writer(out, sound.packets);
  write_segment(writer, 0, sound.packets * kPacketSamples, stop, progress,
                [&](std::int64_t at) { return at < sound.voice_at ? Sample{} : source.next(); });
}

/// The peaks of what is heard.
std::vector<float> heard_peaks(const Survey& found) {
  const auto from = found.heard.from / LoudnessMeter::kPeakSpan;
  const auto to = found.heard.to / LoudnessMeter::kPeakSpan;
  return {found.peaks.begin() + from, found.peaks.begin() + to};
}

}  // namespace

Sound make_sound(const std::filesystem::path& voice, std::int64_t least,
                 const std::filesystem::path& out, std::stop_token stop, const Progress& progress) {
  const auto found = survey(voice, kVoice, stop, part(progress, 0, kSurveying));
  const auto sound = lay_out(kBreathBefore, length(found.heard), kBreathAfter, least);
  LevelSource source(voice, found.heard, found.gain, stop);
  write_alone(source, sound, out, stop, progress);
  return sound;
}

Sound make_track(const std::filesystem::path& track, std::int64_t least,
                 const std::filesystem::path& out, std::stop_token stop, const Progress& progress) {
  const auto found = survey(track, kTrack, stop, part(progress, 0, kSurveying));
  // The first packet's own half is silent, so that it needs no packet before it.
  const auto sound = lay_out(kPacketSamples, found.samples, 0, least);
  LevelSource source(track, {0, found.samples}, found.gain, stop);
  write_alone(source, sound, out, stop, progress);
  return sound;
}

Sound mix_sound(const std::filesystem::path& voice, const std::filesystem::path& bed,
                std::int64_t at, Place place, std::int64_t least, const std::filesystem::path& out,
                std::stop_token stop, const Progress& progress) {
  const auto kind = voice_over(kPauseLufs);
  const auto found = survey(voice, kind, stop, part(progress, 0, kSurveying));
  const auto sound = lay_out(kBreathBefore, length(found.heard), kBreathAfter, least);
  const Ducking ducking(sound, heard_peaks(found), place);
  LevelSource source(voice, found.heard, found.gain, stop);
  const auto from = -kPreroll * kPacketSamples;
  BedReader music(bed, at + from);
  SegmentWriter writer(out, sound.packets, kPreroll);
  write_segment(writer, from, (sound.packets + kFuture) * kPacketSamples, stop, progress,
                [&](std::int64_t now) {
                  const auto said = now < sound.voice_at ? Sample{} : source.next();
                  return said + music.next() * ducking.gain(now);
                });
  return sound;
}

void verify_voice(const std::filesystem::path& voice) {
  survey(voice, kVoice, {});
}

}  // namespace storyreel::render
