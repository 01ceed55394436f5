#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "pipeline/render/timeline.hpp"

/// Small media made by hand, and films looked at with the FFmpeg libraries.
namespace storyreel::render::test {

/// 320x180 at 30 fps, fast.
config::Render small_settings();

/// A PNG with a pattern that differs by `seed` and shows the smallest movement.
std::filesystem::path make_png(const std::filesystem::path& file, int width, int height,
                               int seed = 0);

/// A voice-like sound: a sweep under a slow beat, between `silence` seconds at either end.
struct Wav {
  double seconds = 1;
  int rate = 22050;
  int channels = 1;
  double level = 0.3;
  double silence = 0.1;
  int seed = 0;
};
std::filesystem::path make_wav(const std::filesystem::path& file, const Wav& wav);

/// All that a film was decoded to.
struct Decoded {
  std::vector<float> sound;       ///< left channel at 48 kHz
  std::vector<std::int64_t> pts;  ///< of the frames, in frames
  std::vector<std::vector<std::uint8_t>> luma;
  int messages = 0;  ///< what the libraries complained about
};
Decoded decode_film(const std::filesystem::path& film, int fps);

/// Left channel of any sound at 48 kHz.
std::vector<float> decode_sound(const std::filesystem::path& file);

/// The lag (within `reach` samples of `at`) where the middle of `part` fits best into `whole`.
std::int64_t best_lag(const std::vector<float>& whole, const std::vector<float>& part,
                      std::int64_t at, std::int64_t reach);

/// A film of so many sentences with all its parts in one folder.
struct Studio {
  TemporaryFolder folder;
  config::Render settings = small_settings();
  Camera camera = Camera::drift;  ///< at rest the voices are tracks
  std::vector<Still> stills;
  std::vector<Segment> segments;
  std::vector<std::filesystem::path> voices;

  std::filesystem::path file(const std::string& name) const { return folder.path() / name; }
  /// Makes sentence `index` (and its picture and voice) of `seconds`.
  void speak(std::size_t index, double seconds);
  /// Makes the body of one sentence, or its join to the next.
  std::int64_t encode_body(std::size_t index);
  void encode_join(std::size_t index);
  std::filesystem::path assemble(const std::string& name);
};
void fill(Studio& studio, const std::vector<double>& seconds);

/// The first sample of each segment, and the film's end.
std::vector<std::int64_t> starts_of(const Studio& studio);

/// Loudness and true peak of a file's sound, as ffmpeg's own filter measures them.
struct Levels {
  double lufs;
  double peak_db;
};
Levels measure(const std::filesystem::path& file);

/// Runs a shell command; its exit status.
int run(const std::string& command);

std::string bytes_of(const std::filesystem::path& file);

/// What an Error says that `call` throws; empty when it throws none.
template <class F>
std::string error_of(F call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace storyreel::render::test
