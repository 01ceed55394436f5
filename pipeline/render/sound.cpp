#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

#include "pipeline/render/adts.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/limiter.hpp"
#include "pipeline/render/loudness.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/sound_reader.hpp"
#include "pipeline/render/stop.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr double kVoiceLufs = -16;
constexpr double kMostGainDb = 40;
/// Below -1 dB by what AAC and the samples between the samples may add.
constexpr float kCeiling = 0.794F;
constexpr std::int64_t kBreathBefore = kSampleRate / 4;
constexpr std::int64_t kBreathAfter = kSampleRate * 7 / 20;
constexpr std::int64_t kFade = kSampleRate / 100;
constexpr std::int64_t kLongestVoice = std::int64_t{kSampleRate} * 60 * 120;
constexpr std::int64_t kBitRate = 192'000;

static_assert(std::min(kBreathBefore, kBreathAfter) / 2 >= kPacketSamples,
              "the packets at both ends must decode to silence whatever stands beside them");

/// What a first reading of a voice found.
struct Survey {
  LoudnessMeter::Span heard;
  float gain;
};

double seconds(std::int64_t samples) {
  return static_cast<double>(samples) / kSampleRate;
}

LoudnessMeter listen(const std::filesystem::path& voice, const std::stop_token& stop) {
  SoundReader reader(voice);
  LoudnessMeter meter;
  while (auto frame = reader.read()) {
    check_stop(stop);
    const auto left = av::channel(*frame, 0);
    const auto right = av::channel(*frame, 1);
    for (std::size_t i = 0; i < left.size(); ++i) meter.add(left[i], right[i]);
    if (meter.samples() > kLongestVoice)
      refuse(voice, "the voice is longer than two hours: split the sentence into several rows");
  }
  const auto promised = reader.promised();
  if (promised && meter.samples() + kSampleRate < *promised * 9 / 10)
    refuse(voice, fmt::format("the voice breaks off after {:.1f} of {:.1f} seconds",
                              seconds(meter.samples()), seconds(*promised)));
  return meter;
}

Survey survey(const std::filesystem::path& voice, const std::stop_token& stop) {
  const auto meter = listen(voice, stop);
  const auto heard = meter.heard();
  const auto loudness = meter.loudness();
  // A sentence of signs alone ("…") is spoken as a short pause.
  if (!heard && meter.samples() <= kSampleRate) return {{0, meter.samples()}, 1};
  if (!heard || !loudness) refuse(voice, "there is only silence in it");
  const double gain = std::min(kVoiceLufs - *loudness, kMostGainDb);
  return {*heard, static_cast<float>(std::pow(10, gain / 20))};
}

Sound lay_out(std::int64_t samples) {
  const auto needed = kBreathBefore + samples + kBreathAfter;
  return {.packets = std::max(kLeastPackets, (needed + kPacketSamples - 1) / kPacketSamples),
          .voice_at = kBreathBefore,
          .voice_end = kBreathBefore + samples};
}

/// Encodes samples to ADTS. The encoder's first packet only primes a decoder; it is dropped, which
/// puts packet n on samples 1024 n to 1024 n + 1023.
class AacWriter {
 public:
  AacWriter(const std::filesystem::path& out, std::int64_t packets)
      : file_(out),
        out_(out, std::ios::binary),
        left_(packets),
        encoder_(prepare(), options(), out) {}

  void push(Limiter::Sample sample) {
    av::channel(*frame_, 0)[fill_] = sample.left;
    av::channel(*frame_, 1)[fill_] = sample.right;
    if (++fill_ == kPacketSamples) flush_frame();
  }

  void finish() {
    encoder_.send(nullptr);
    drain();
    out_.close();
    if (left_ > 0) refuse(file_, "the sound ended too early");
    if (!out_) refuse(file_, std::string("can't be written: ") + std::strerror(errno));
  }

 private:
  static av::CodecContext prepare() {
    auto context = av::Encoder::prepare("aac");
    context->sample_rate = kSampleRate;
    context->sample_fmt = AV_SAMPLE_FMT_FLTP;
    context->bit_rate = kBitRate;
    context->time_base = {1, kSampleRate};
    context->flags |= AV_CODEC_FLAG_BITEXACT;
    return context;
  }

  /// Substituted noise is made up by the decoder; it would sound different from copy to copy.
  static av::Options options() { return {{"aac_pns", "0"}, {"profile", "aac_low"}}; }

  void flush_frame() {
    frame_->pts = at_;
    encoder_.send(frame_.get());
    drain();
    frame_ = av::make_sound_frame(kPacketSamples);
    at_ += kPacketSamples;
    fill_ = 0;
  }

  void drain() {
    while (encoder_.receive(*packet_)) {
      if (packet_->pts < 0 || left_ == 0) continue;
      const auto size = static_cast<std::size_t>(packet_->size);
      out_ << adts_header(size);
      out_.write(reinterpret_cast<const char*>(packet_->data), packet_->size);
      --left_;
    }
  }

  std::filesystem::path file_;
  std::ofstream out_;
  std::int64_t left_;
  av::Encoder encoder_;
  av::Frame frame_ = av::make_sound_frame(kPacketSamples);
  av::Packet packet_ = av::make_packet();
  std::int64_t at_ = 0;
  std::size_t fill_ = 0;
};

/// Gain at sample `at` of a voice of `length` samples: its cut ends fade.
float fade(std::int64_t at, std::int64_t length) {
  const auto edge = std::min(at + 1, length - at);
  return edge >= kFade ? 1.0F : static_cast<float>(edge) / static_cast<float>(kFade);
}

/// Sends the levelled sound of a segment through the limiter to its writer.
class Segmenter {
 public:
  Segmenter(AacWriter& writer, std::int64_t samples) : writer_(writer), left_(samples) {}

  void push(Limiter::Sample sample) {
    const auto late = limiter_.push(sample);
    if (delay_ > 0)
      --delay_;
    else if (left_ > 0)
      --left_, writer_.push(late);
  }
  void silence(std::int64_t samples) {
    for (; samples > 0; --samples) push({});
  }
  void fill() {
    while (left_ > 0) push({});
  }

 private:
  AacWriter& writer_;
  Limiter limiter_{kCeiling};
  std::int64_t delay_ = Limiter::kDelay;
  std::int64_t left_;
};

void push_voice(const std::filesystem::path& voice, const Survey& found, Segmenter& to,
                const std::stop_token& stop) {
  SoundReader reader(voice);
  const auto length = found.heard.to - found.heard.from;
  std::int64_t at = -found.heard.from;
  while (auto frame = reader.read()) {
    check_stop(stop);
    const auto left = av::channel(*frame, 0);
    const auto right = av::channel(*frame, 1);
    for (std::size_t i = 0; i < left.size(); ++i, ++at) {
      if (at < 0 || at >= length) continue;
      const float gain = found.gain * fade(at, length);
      to.push({left[i] * gain, right[i] * gain});
    }
  }
}

}  // namespace

Sound make_sound(const std::filesystem::path& voice, const std::filesystem::path& out,
                 std::stop_token stop) {
  const auto found = survey(voice, stop);
  const auto sound = lay_out(found.heard.to - found.heard.from);
  AacWriter writer(out, sound.packets);
  Segmenter segmenter(writer, sound.packets * kPacketSamples);
  segmenter.silence(sound.voice_at);
  push_voice(voice, found, segmenter, stop);
  segmenter.fill();
  writer.finish();
  return sound;
}

void verify_voice(const std::filesystem::path& voice) {
  survey(voice, {});
}

}  // namespace storyreel::render
