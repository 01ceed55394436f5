#pragma once

extern "C" {
#include <libavformat/avformat.h>
}

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/render/av/codec.hpp"
#include "pipeline/render/av/frame.hpp"

namespace storyreel::render::av {

/// A media file opened for reading. Only local files and the formats named are ever opened, so that
/// no playlist or script of a hostile file reaches another file or the network.
class Input {
 public:
  /// `failure` ("the sound can't be read") is what errors say.
  Input(const std::filesystem::path& file, const std::string& formats, std::string failure);

  /// Reads on until the streams of a foreign file are known; our own need it not.
  void probe();

  /// The best stream of a kind, or null.
  const AVStream* stream(AVMediaType kind) const;
  const AVFormatContext& context() const { return *context_; }

  /// Where a stream's key frames stand by the file's index, in order and in its time base.
  std::vector<std::int64_t> key_times(const AVStream& stream) const;

  /// Goes on reading at the key frame at `time` or before it.
  void seek(const AVStream& stream, std::int64_t time);

  /// The next packet of any stream, or false at the end.
  bool read(AVPacket& packet);

 private:
  struct Close {
    void operator()(AVFormatContext* context) const noexcept { avformat_close_input(&context); }
  };
  std::filesystem::path file_;
  std::string failure_;
  std::unique_ptr<AVFormatContext, Close> context_;
};

/// An MP4 file being written. The same packets give the same bytes. What is left unfinished stays
/// on disk; its maker removes it. Once `stop` is requested all writing, and finishing too, leaves
/// as check_stop() does.
class Output {
 public:
  explicit Output(std::filesystem::path file, std::stop_token stop = {});

  /// A new stream with what `parameters` say, its packets stamped in `time_base`; `language` has
  /// three letters or none.
  void add(const AVCodecParameters& parameters, AVRational time_base,
           const std::string& language = {});
  void add(const AVCodecContext& encoder);

  /// A chapter from `start` to before `end`, both counted in `time_base`.
  void add_chapter(const std::string& title, std::int64_t start, std::int64_t end,
                   AVRational time_base);

  void begin(const Options& options);

  /// Writes a packet of stream `index`, stamped in `time_base`; streams are interleaved by time.
  void write(AVPacket& packet, int index, AVRational time_base);

  void finish();

 private:
  AVStream& add();
  void check_written(int code, std::string_view what) const;
  struct Close {
    void operator()(AVFormatContext* context) const noexcept;
  };
  std::filesystem::path file_;
  std::unique_ptr<std::stop_token> stop_;  ///< the context keeps its address
  std::unique_ptr<AVFormatContext, Close> context_;
};

struct ParametersFree {
  void operator()(AVCodecParameters* raw) const noexcept { avcodec_parameters_free(&raw); }
};
using Parameters = std::unique_ptr<AVCodecParameters, ParametersFree>;

/// Codec parameters to be filled in, with `extra` as their codec header.
Parameters make_parameters(AVMediaType kind, AVCodecID codec, std::string_view extra);

void set_stereo(AVCodecParameters& parameters);

}  // namespace storyreel::render::av
