#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "pipeline/render/loudness.hpp"
#include "pipeline/render/sample.hpp"
#include "pipeline/render/sound_reader.hpp"

namespace storyreel::render {

/// A sound file sample by sample.
class SampleReader {
 public:
  SampleReader(const std::filesystem::path& file, std::stop_token stop)
      : reader_(file), stop_(std::move(stop)) {}

  /// The next sample, or nullopt at the end.
  std::optional<Sample> next();

  std::optional<std::int64_t> promised() const { return reader_.promised(); }

 private:
  SoundReader reader_;
  std::stop_token stop_;
  av::Frame frame_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  const float* left_ = nullptr;
  const float* right_ = nullptr;
};

/// A span of a sound at its level, its cut ends faded, with endless silence behind it.
class LevelSource {
 public:
  LevelSource(const std::filesystem::path& file, LoudnessMeter::Span span, float gain,
              std::stop_token stop);

  Sample next();

 private:
  SampleReader reader_;
  std::int64_t length_;
  float gain_;
  std::int64_t at_ = 0;
};

}  // namespace storyreel::render
