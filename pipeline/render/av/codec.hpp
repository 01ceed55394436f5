#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
}

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/render/av/frame.hpp"

namespace storyreel::render::av {

struct CodecFree {
  void operator()(AVCodecContext* context) const noexcept { avcodec_free_context(&context); }
};
using CodecContext = std::unique_ptr<AVCodecContext, CodecFree>;

/// Options of a codec by name, as on ffmpeg's command line.
using Options = std::vector<std::pair<std::string, std::string>>;

/// Turns packets into frames. One thread; pictures beyond kMaxPixels are refused.
class Decoder {
 public:
  static constexpr std::int64_t kMaxPixels = 100'000'000;

  /// `file` and `failure` ("the picture can't be read") are what errors say.
  Decoder(AVCodecID codec, const AVCodecParameters* parameters, std::filesystem::path file,
          std::string failure);

  /// Feeds a packet; null says that there are no more.
  void send(const AVPacket* packet);

  /// The next frame, or false when it needs another packet (or has given its last).
  bool receive(AVFrame& frame);

 private:
  std::filesystem::path file_;
  std::string failure_;
  CodecContext context_;
};

/// Turns frames into packets.
class Encoder {
 public:
  /// A context for the encoder called `name`, to be set up by the caller (sound is stereo);
  /// throws Error when the FFmpeg libraries were built without it.
  static CodecContext prepare(const char* name);

  /// Opens a prepared context. Throws Error on options that the encoder does not know.
  Encoder(CodecContext context, const Options& options, std::filesystem::path file);

  /// Feeds a frame; null says that there are no more.
  void send(const AVFrame* frame);

  /// The next packet, or false when it needs another frame (or has given its last).
  bool receive(AVPacket& packet);

  const AVCodecContext& context() const { return *context_; }

 private:
  std::filesystem::path file_;
  CodecContext context_;
};

}  // namespace storyreel::render::av
