#include "pipeline/render/av/codec.hpp"

extern "C" {
#include <libavutil/dict.h>
}

#include <new>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/error.hpp"

namespace storyreel::render::av {

namespace {

CodecContext make_context(const AVCodec* codec) {
  CodecContext context(avcodec_alloc_context3(codec));
  if (!context) throw std::bad_alloc();
  return context;
}

/// True for a result, false for "again" and "end".
bool took(int code, std::string_view what, const std::filesystem::path& file) {
  if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return false;
  check(code, what, file);
  return true;
}

}  // namespace

Decoder::Decoder(AVCodecID codec, const AVCodecParameters* parameters, std::filesystem::path file,
                 std::string failure)
    : file_(std::move(file)), failure_(std::move(failure)) {
  quiet();
  const auto* decoder = avcodec_find_decoder(codec);
  if (!decoder) check(AVERROR_DECODER_NOT_FOUND, failure_, file_);
  context_ = make_context(decoder);
  if (parameters) check(avcodec_parameters_to_context(context_.get(), parameters), failure_, file_);
  context_->thread_count = 1;
  context_->max_pixels = kMaxPixels;
  context_->err_recognition = AV_EF_CRCCHECK;
  // Of a TIFF any tag that the library has no use for, such as the resolution's unit, is an error.
  if (codec != AV_CODEC_ID_TIFF) context_->err_recognition |= AV_EF_EXPLODE;
  check(avcodec_open2(context_.get(), decoder, nullptr), failure_, file_);
}

void Decoder::send(const AVPacket* packet) {
  check(avcodec_send_packet(context_.get(), packet), failure_, file_);
}

bool Decoder::receive(AVFrame& frame) {
  return took(avcodec_receive_frame(context_.get(), &frame), failure_, file_);
}

CodecContext Encoder::prepare(const char* name) {
  quiet();
  const auto* codec = avcodec_find_encoder_by_name(name);
  if (!codec)
    throw Error(std::string("the FFmpeg libraries on this machine lack the encoder ") + name);
  auto context = make_context(codec);
  if (codec->type == AVMEDIA_TYPE_AUDIO) av_channel_layout_default(&context->ch_layout, 2);
  return context;
}

Encoder::Encoder(CodecContext context, const Options& options, std::filesystem::path file)
    : file_(std::move(file)), context_(std::move(context)) {
  AVDictionary* raw = nullptr;
  for (const auto& [key, value] : options) av_dict_set(&raw, key.c_str(), value.c_str(), 0);
  const int code = avcodec_open2(context_.get(), nullptr, &raw);
  const auto* left = av_dict_get(raw, "", nullptr, AV_DICT_IGNORE_SUFFIX);
  const std::string unknown = left ? left->key : "";
  av_dict_free(&raw);
  check(code, "opening its encoder", file_);
  if (!unknown.empty()) throw Error("the encoder does not know the option " + unknown);
}

void Encoder::send(const AVFrame* frame) {
  check(avcodec_send_frame(context_.get(), frame), "encoding it", file_);
}

bool Encoder::receive(AVPacket& packet) {
  return took(avcodec_receive_packet(context_.get(), &packet), "encoding it", file_);
}

}  // namespace storyreel::render::av
