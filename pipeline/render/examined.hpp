#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/container.hpp"
#include "pipeline/render/av/convert.hpp"
#include "pipeline/render/loudness.hpp"
#include "pipeline/render/timeline.hpp"
#include "pipeline/render/true_peak.hpp"

/// What is found out about a film while all of it is decoded.
namespace storyreel::render {

/// One stream being decoded; what does not decode is noted and passed over.
class Track {
 public:
  Track(const AVStream& stream, const std::filesystem::path& film)
      : stream_(stream), decoder_(stream.codecpar->codec_id, stream.codecpar, film, "") {}

  const AVStream& stream() const { return stream_; }

  /// Decodes a packet (null: the rest) and calls `take` with each frame.
  template <class Take>
  void decode(const AVPacket* packet, Take take) {
    if (packet && packet->pts != AV_NOPTS_VALUE) at_ = seconds(packet->pts);
    try {
      decoder_.send(packet);
      while (decoder_.receive(*frame_)) take(*frame_);
    } catch (const Error&) {
      note_broken();
    }
  }

  double seconds(std::int64_t ticks) const {
    return static_cast<double>(ticks) * av_q2d(stream_.time_base);
  }

  /// "the picture does not decode in 3 places, at 0:01, 0:07, 0:09"; nullopt: it all does.
  std::optional<std::string> broken(std::string_view name) const;

 private:
  void note_broken();

  const AVStream& stream_;
  av::Decoder decoder_;
  av::Frame frame_ = av::make_frame();
  double at_ = 0;
  std::vector<std::string> broken_;  ///< the first few
  std::int64_t count_ = 0;
};

/// The decoded pictures' times.
class Clock {
 public:
  void add(std::int64_t pts);

  std::int64_t count() const { return count_; }
  std::int64_t first() const { return first_; }
  /// Time bases are often too coarse for the rate: a tick more or less is none.
  bool is_steady() const { return count_ < 2 || longest_ - shortest_ <= 1; }
  double step() const {
    return count_ < 2 ? 0 : static_cast<double>(last_ - first_) / static_cast<double>(count_ - 1);
  }
  double end() const { return static_cast<double>(last_) + step(); }

 private:
  std::int64_t count_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::int64_t shortest_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t longest_ = 0;
};

/// The decoded sound's length and levels.
class Ear {
 public:
  explicit Ear(const std::filesystem::path& film) : resampler_(film) {}

  /// Null: there is no more.
  void add(const AVFrame* frame);

  std::int64_t start() const { return start_.value_or(0); }
  double seconds() const { return static_cast<double>(meter_.samples()) / kSampleRate; }
  std::optional<double> loudness() const { return meter_.loudness(); }
  double peak() const;  ///< in dB of full scale

 private:
  av::Resampler resampler_;
  LoudnessMeter meter_;
  TruePeak peaks_{0};
  float peak_ = 0;
  std::optional<std::int64_t> start_;
};

}  // namespace storyreel::render
