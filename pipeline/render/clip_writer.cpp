#include "pipeline/render/clip_writer.hpp"

namespace storyreel::render {

namespace {

constexpr int kKeySeconds = 10;

av::CodecContext prepare(const config::Render& settings) {
  auto context = av::Encoder::prepare("libx264");
  context->width = settings.width;
  context->height = settings.height;
  context->pix_fmt = AV_PIX_FMT_YUV420P;
  context->sample_aspect_ratio = {1, 1};
  context->time_base = {1, settings.fps};
  context->framerate = {settings.fps, 1};
  context->thread_count = 1;
  context->color_primaries = AVCOL_PRI_BT709;
  context->color_trc = AVCOL_TRC_BT709;
  context->colorspace = AVCOL_SPC_BT709;
  context->color_range = AVCOL_RANGE_MPEG;
  context->chroma_sample_location = AVCHROMA_LOC_LEFT;
  context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP | AV_CODEC_FLAG_BITEXACT;
  return context;
}

/// Five frames between two others lean on both: of slow, steady motion they say little, which
/// halves the bytes. None leans on one of them, or the order of packets would be deeper.
constexpr const char* kOrder = ":bframes=5:b-adapt=0:b-pyramid=none";

/// Key frames stand where we put them. 8x8dct makes the fastest presets High profile too. Frame
/// numbers have four bits, up to eight references, and the numbers by which frames are shown, two
/// for each, have five: the bodies of pictures at rest build on both coming round together.
av::Options options(const config::Render& settings, const std::string& extra) {
  const bool is_slow = settings.preset == "veryslow" || settings.preset == "placebo";
  return {{"preset", settings.preset},
          {"crf", std::to_string(settings.crf)},
          {"profile", "high"},
          {"forced-idr", "1"},
          {"x264-params", "stitchable=1:scenecut=0:keyint=infinite:8x8dct=1" + std::string(kOrder) +
                              (is_slow ? ":ref=8" : "") + extra}};
}

}  // namespace

ClipWriter::ClipWriter(const std::filesystem::path& out, const config::Render& settings,
                       std::int64_t frames, Leaning leaning, const std::string& extra)
    : time_base_{1, settings.fps},
      frames_(frames),
      leaning_(leaning),
      key_every_(std::int64_t{kKeySeconds} * settings.fps),
      encoder_(prepare(settings), options(settings, extra), out),
      output_(out) {
  output_.add(encoder_.context());
  output_.begin({{"video_track_timescale", std::to_string(settings.fps)}, {"use_editlist", "0"}});
}

AVPictureType ClipWriter::type_of(std::int64_t at) const {
  constexpr int kSteadyEnd = 2;
  if (at == 0) return AV_PICTURE_TYPE_I;
  if (leaning_ == Leaning::back) return AV_PICTURE_TYPE_P;
  // A key frame among the last few could be left alone before the next clip's own: two IDR pictures
  // side by side with the same id.
  if (at % key_every_ == 0 && at + key_every_ / 4 < frames_) return AV_PICTURE_TYPE_I;
  const bool leans_back = at + kSteadyEnd >= frames_;
  return leans_back ? AV_PICTURE_TYPE_P : AV_PICTURE_TYPE_NONE;
}

void ClipWriter::push(AVFrame& frame) {
  frame.pict_type = type_of(at_);
  frame.pts = at_++;
  encoder_.send(&frame);
  drain();
}

void ClipWriter::drain() {
  while (encoder_.receive(*packet_)) {
    if (is_full()) continue;
    sizes_.push_back(packet_->size);
    packet_->duration = 1;
    output_.write(*packet_, 0, time_base_);
  }
}

void ClipWriter::finish() {
  if (!is_full()) {
    encoder_.send(nullptr);
    drain();
  }
  output_.finish();
}

}  // namespace storyreel::render
