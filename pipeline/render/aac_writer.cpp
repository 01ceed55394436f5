#include "pipeline/render/aac_writer.hpp"

#include <cerrno>

#include "pipeline/render/adts.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr std::int64_t kBitRate = 192'000;

av::CodecContext prepare() {
  auto context = av::Encoder::prepare("aac");
  context->sample_rate = kSampleRate;
  context->sample_fmt = AV_SAMPLE_FMT_FLTP;
  context->bit_rate = kBitRate;
  context->time_base = {1, kSampleRate};
  context->flags |= AV_CODEC_FLAG_BITEXACT;
  return context;
}

/// Substituted noise is made up by the decoder; it would sound different from copy to copy. The
/// fast coder: measured at this rate it takes half the time of "twoloop" for as many bytes, 2 dB of
/// signal to distortion worse on music (26 to 30 dB), 19 dB better on speech.
av::Options options() {
  return {{"aac_coder", "fast"}, {"aac_pns", "0"}, {"profile", "aac_low"}};
}

}  // namespace

AacWriter::AacWriter(const std::filesystem::path& out, std::int64_t packets, std::int64_t preroll)
    : file_(out),
      out_(out, std::ios::binary),
      left_(packets),
      encoder_(prepare(), options(), out),
      frame_(av::make_sound_frame(kPacketSamples)),
      packet_(av::make_packet()),
      at_(-preroll * kPacketSamples) {}

void AacWriter::push(Sample sample) {
  av::channel(*frame_, 0)[fill_] = sample.left;
  av::channel(*frame_, 1)[fill_] = sample.right;
  if (++fill_ == kPacketSamples) flush_frame();
}

void AacWriter::finish() {
  encoder_.send(nullptr);
  drain();
  out_.close();
  if (!out_) refuse_unwritten(file_, errno);
  if (left_ > 0) refuse(file_, "the sound ended too early");
}

void AacWriter::flush_frame() {
  frame_->pts = at_;
  encoder_.send(frame_.get());
  drain();
  frame_ = av::make_sound_frame(kPacketSamples);
  at_ += kPacketSamples;
  fill_ = 0;
}

void AacWriter::drain() {
  while (encoder_.receive(*packet_)) {
    if (packet_->pts < 0 || left_ == 0) continue;
    const auto size = static_cast<std::size_t>(packet_->size);
    out_ << adts_header(size);
    out_.write(reinterpret_cast<const char*>(packet_->data), packet_->size);
    if (!out_) refuse_unwritten(file_, errno);
    --left_;
  }
}

void SegmentWriter::push(Sample sample) {
  const auto ready = limiter_.push(sample);
  if (late_ > 0)
    --late_;
  else
    writer_.push(ready);
}

void SegmentWriter::finish() {
  for (std::int64_t i = 0; i < Limiter::kDelay; ++i) push({});
  writer_.finish();
}

}  // namespace storyreel::render
