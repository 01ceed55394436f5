#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/limiter.hpp"
#include "pipeline/render/sample.hpp"

namespace storyreel::render {

/// Encodes samples to ADTS. What the encoder needs to get going, its own priming packet and
/// `preroll` packets of what stands before, is dropped, which puts packet n on samples 1024 n to
/// 1024 n + 1023.
class AacWriter {
 public:
  AacWriter(const std::filesystem::path& out, std::int64_t packets, std::int64_t preroll);

  void push(Sample sample);
  void finish();

 private:
  void flush_frame();
  void drain();

  std::filesystem::path file_;
  std::ofstream out_;
  std::int64_t left_;
  av::Encoder encoder_;
  av::Frame frame_;
  av::Packet packet_;
  std::int64_t at_;  ///< sample that the frame begins at; below zero before the segment
  std::size_t fill_ = 0;
};

/// Sends the sound of a segment through the limiter to its packets.
class SegmentWriter {
 public:
  SegmentWriter(const std::filesystem::path& out, std::int64_t packets, std::int64_t preroll = 0)
      : writer_(out, packets, preroll) {}

  void push(Sample sample);

  /// Ends the segment; silence stands behind it.
  void finish();

 private:
  AacWriter writer_;
  Limiter limiter_;
  std::int64_t late_ = Limiter::kDelay;
};

}  // namespace storyreel::render
