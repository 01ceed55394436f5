#include "pipeline/render/survey.hpp"

#include <cmath>
#include <fmt/format.h>
#include <numbers>

#include "pipeline/render/clock.hpp"
#include "pipeline/render/limiter.hpp"
#include "pipeline/render/part.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/sound_source.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr double kFilmLufs = -14;
constexpr double kMostGainDb = 40;
/// The limiter makes a sound quieter; so often its gain is mended.
constexpr int kRounds = 3;
constexpr double kNearEnoughDb = 0.2;
/// Of the whole survey.
constexpr double kListening = 0.4;
constexpr std::int64_t kMinute = std::int64_t{kSampleRate} * 60;

double seconds(std::int64_t samples) {
  return static_cast<double>(samples) / kSampleRate;
}

float gain_of(double db) {
  return static_cast<float>(std::pow(10, db / 20));
}

/// Sound in floating point may hold what is no number.
bool is_sound(Sample sample) {
  return std::isfinite(sample.left) && std::isfinite(sample.right);
}

LoudnessMeter listen(const std::filesystem::path& file, const SoundKind& kind,
                     const std::stop_token& stop, const Progress& progress) {
  SampleReader reader(file, stop);
  const auto promised = reader.promised();
  LoudnessMeter meter;
  while (const auto sample = reader.next()) {
    tell(progress, meter.samples(), promised.value_or(0));
    if (!is_sound(*sample))
      refuse(file, fmt::format("at {} it holds numbers that are no sound: export it again",
                               clock_of(meter.samples() / kSampleRate)));
    meter.add(*sample);
    if (meter.samples() > kind.longest) refuse(file, kind.too_long);
  }
  if (promised && meter.samples() + kSampleRate < *promised * 9 / 10)
    refuse(file, fmt::format("the {} breaks off after {:.1f} of {:.1f} seconds", kind.name,
                             seconds(meter.samples()), seconds(*promised)));
  return meter;
}

/// What is heard in a pause: nothing, or a tone that stands for music of that loudness.
Sample pause(const SoundKind& kind, std::int64_t at) {
  if (!kind.pause_lufs) return {};
  constexpr double kTone = 2 * std::numbers::pi * 997 / kSampleRate;
  const auto wave = static_cast<float>(std::sin(kTone * static_cast<double>(at)));
  return Sample{wave, wave} * gain_of(*kind.pause_lufs);
}

/// How loud the sound is behind the limiter.
double limited_loudness(const std::filesystem::path& file, const SoundKind& kind,
                        LoudnessMeter::Span span, float gain, const std::stop_token& stop,
                        const Progress& progress) {
  LevelSource source(file, span, gain, stop);
  Limiter limiter;
  LoudnessMeter meter;
  for (std::int64_t i = 0; i < kind.before; ++i) meter.add(pause(kind, i));
  for (auto i = span.from; i < span.to; ++i) {
    tell(progress, i - span.from, span.to - span.from);
    meter.add(limiter.push(source.next()));
  }
  for (std::int64_t i = 0; i < kind.after; ++i)
    meter.add(limiter.push(source.next()) + pause(kind, i));
  return meter.loudness().value_or(kFilmLufs);
}

float find_gain(const std::filesystem::path& file, const SoundKind& kind,
                const LoudnessMeter& heard, LoudnessMeter::Span span, const std::stop_token& stop,
                const Progress& progress) {
  double db = std::min(kFilmLufs - *heard.loudness(), kMostGainDb);
  if (kind.before == 0 && heard.peak() * gain_of(db) <= kCeiling) return gain_of(db);
  for (int round = 0; round < kRounds; ++round) {
    const auto turn = part(progress, round / double{kRounds}, (round + 1) / double{kRounds});
    const double lost = kFilmLufs - limited_loudness(file, kind, span, gain_of(db), stop, turn);
    if (std::abs(lost) < kNearEnoughDb) break;
    db = std::min(db + lost, kMostGainDb);
  }
  return gain_of(db);
}

}  // namespace

const SoundKind kVoice{
    .name = "voice",
    .longest = 120 * kMinute,
    .too_long = "the voice is longer than two hours: split the sentence into several rows",
    .may_be_silent = true,
    .before = kBreathBefore,
    .after = kBreathAfter,
};
SoundKind voice_over(double music_lufs) {
  auto kind = kVoice;
  kind.pause_lufs = music_lufs;
  return kind;
}
const SoundKind kTrack{
    .name = "track",
    .longest = 200 * kMinute,
    .too_long = "the track is longer than 3 hours and 20 minutes: cut it into several",
};
const SoundKind kMusic{
    .name = "music",
    .longest = 200 * kMinute,
    .too_long = "the music is longer than 3 hours and 20 minutes: a shorter piece is repeated",
};

Survey survey(const std::filesystem::path& file, const SoundKind& kind, const std::stop_token& stop,
              const Progress& progress) {
  const auto meter = listen(file, kind, stop, part(progress, 0, kListening));
  const auto heard = meter.heard();
  if (meter.samples() == 0) refuse(file, fmt::format("the {} is empty", kind.name));
  if (!heard && kind.may_be_silent && meter.samples() <= kSampleRate)
    return {meter.samples(), {0, meter.samples()}, 1, meter.peaks()};
  if (!heard || !meter.loudness()) refuse(file, "there is only silence in it");
  const auto gain = find_gain(file, kind, meter, *heard, stop, part(progress, kListening, 1));
  return {meter.samples(), *heard, gain, meter.peaks()};
}

}  // namespace storyreel::render
