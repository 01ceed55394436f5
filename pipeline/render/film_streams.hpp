#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/render/adts.hpp"
#include "pipeline/render/av/container.hpp"
#include "pipeline/render/cues.hpp"
#include "pipeline/render/timeline.hpp"

/// What a film is put together from, stream by stream: artifacts copied packet by packet, one file
/// of each open at a time.
namespace storyreel::render {

/// A frame may be sent so many frames after its time to be shown, had it come in order: others lean
/// on one behind it.
constexpr std::int64_t kFrameDelay = 1;

/// The film's pictures: so many packets of each body and join.
class Pictures {
 public:
  Pictures(const std::vector<Segment>& segments, const config::Render& settings);

  const AVCodecParameters& parameters() const { return *stream_->codecpar; }

  /// The next packet with its place in the film, or false at the end.
  bool next(AVPacket& packet);

 private:
  struct Part {
    std::filesystem::path file;
    std::int64_t frames;
    bool rests = false;  ///< its packets are repeated
  };
  void open();
  void check() const;
  void load_rest();

  config::Render settings_;
  std::vector<Part> parts_;
  std::unique_ptr<av::Input> input_;
  const AVStream* stream_ = nullptr;
  std::vector<av::Packet> rest_;
  std::string header_;
  std::size_t part_ = 0;
  std::int64_t taken_ = 0;
  std::int64_t shown_from_ = 0;  ///< the time of the body's first frame in its file
  std::int64_t frame_ = 0;
};

/// The film's sound.
class Sounds {
 public:
  explicit Sounds(const std::vector<Segment>& segments) : segments_(segments) {}

  /// Where the next packet begins.
  std::int64_t sample() const { return packet_ * kPacketSamples; }

  /// The next packet with its place in the film, or false at the end.
  bool next(AVPacket& packet);

 private:
  const std::vector<Segment>& segments_;
  std::unique_ptr<AdtsReader> reader_;
  std::string bytes_;
  std::size_t segment_ = 0;
  std::int64_t left_ = -1;
  std::int64_t packet_ = 0;
};

av::Parameters sound_parameters();

/// The film's soft subtitles.
class Texts {
 public:
  explicit Texts(std::vector<Cue> cues) : cues_(std::move(cues)) {}

  /// The next cue that has begun by `sample`, or null.
  av::Packet next(std::int64_t sample);

 private:
  std::vector<Cue> cues_;
  std::size_t at_ = 0;
};

av::Parameters text_parameters();

}  // namespace storyreel::render
