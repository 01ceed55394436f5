#pragma once

#include <filesystem>
#include <optional>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/container.hpp"
#include "pipeline/render/av/convert.hpp"

namespace storyreel::render {

/// Reads any sound file as a stream of 48 kHz stereo frames; nothing but one frame is in memory.
class SoundReader {
 public:
  /// Throws Error naming the file when it can't be opened or has no sound in it.
  explicit SoundReader(const std::filesystem::path& file);

  /// The next samples (never an empty frame), or null at the end.
  av::Frame read();

  /// Samples at 48 kHz that the file says its sound has; nullopt when it does not say. Another
  /// stream may well be longer.
  std::optional<std::int64_t> promised() const;

 private:
  bool decode();

  std::filesystem::path file_;
  av::Input input_;
  const AVStream* stream_;
  av::Decoder decoder_;
  av::Resampler resampler_;
  av::Packet packet_ = av::make_packet();
  av::Frame decoded_ = av::make_frame();
  bool ended_ = false;
};

}  // namespace storyreel::render
