#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "pipeline/render/loudness.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// Room to breathe before a voice and behind it, in samples.
constexpr std::int64_t kBreathBefore = kSampleRate / 4;
constexpr std::int64_t kBreathAfter = kSampleRate * 7 / 20;

/// What a sound is taken for, which says how long it may last and how errors call it.
struct SoundKind {
  std::string_view name;       ///< "voice"
  std::int64_t longest = 0;    ///< samples
  std::string_view too_long;   ///< what is said beyond that
  bool may_be_silent = false;  ///< up to a second of silence is a pause
  /// Samples of silence that a film puts before and behind it. They count: a film of short
  /// sentences is as loud as one of long ones.
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::optional<double> pause_lufs{};  ///< what is heard in them; nothing: silence
};
extern const SoundKind kVoice;
SoundKind voice_over(double music_lufs);  ///< a voice with music in its pauses
extern const SoundKind kTrack;
extern const SoundKind kMusic;

/// What a first reading of a sound found.
struct Survey {
  std::int64_t samples = 0;
  LoudnessMeter::Span heard;  ///< between the outer silences
  float gain = 1;             ///< brings it to -14 LUFS, seen behind the limiter
  std::vector<float> peaks;   ///< of each 10 ms
};

/// Listens to a file. Throws Error when it can't be read to its end, is longer than its kind may
/// be, holds what is no sound, or has nothing to be heard in it.
Survey survey(const std::filesystem::path& file, const SoundKind& kind, const std::stop_token& stop,
              const Progress& progress = {});

/// Its share of making a sound: the rest is writing it.
constexpr double kSurveying = 0.6;

}  // namespace storyreel::render
