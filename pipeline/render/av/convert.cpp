#include "pipeline/render/av/convert.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <new>
#include <utility>

#include "pipeline/render/av/error.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render::av {

namespace {

struct ScalerFree {
  void operator()(SwsContext* context) const noexcept { sws_freeContext(context); }
};
using Scaler = std::unique_ptr<SwsContext, ScalerFree>;

/// A picture format, its colour matrix and whether it uses the full range.
struct Look {
  AVPixelFormat format;
  int matrix;
  bool full;
};

/// The old "J" formats say by their name what the range flag says better.
constexpr std::pair<AVPixelFormat, AVPixelFormat> kFullRangeNames[] = {
    {AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV420P}, {AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUV422P},
    {AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUV444P}, {AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUV440P},
    {AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUV411P},
};

Look look_of(const AVFrame& frame) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const auto* old =
      std::ranges::find(kFullRangeNames, format, [](auto& pair) { return pair.first; });
  const bool is_old = old != std::end(kFullRangeNames);
  constexpr auto kColours = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL;
  const auto& facts = *av_pix_fmt_desc_get(format);
  const bool is_rgb = (facts.flags & kColours) != 0;
  // Grey pictures (with alpha: two components) seldom say so; films are never grey alone.
  const bool is_grey = facts.nb_components <= 2 && frame.color_range != AVCOL_RANGE_MPEG;
  return {is_old ? old->second : format,
          frame.colorspace == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601,
          is_old || is_rgb || is_grey || frame.color_range == AVCOL_RANGE_JPEG};
}

void scale(const AVFrame& from, Look source, AVFrame& to, Look target,
           const std::filesystem::path& file) {
  constexpr int kFlags =
      SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
  const Scaler scaler(sws_getContext(from.width, from.height, source.format, to.width, to.height,
                                     target.format, kFlags, nullptr, nullptr, nullptr));
  if (!scaler) check(AVERROR(EINVAL), "converting its colours", file);
  sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(source.matrix), source.full,
                           sws_getCoefficients(target.matrix), target.full, 0, 1 << 16, 1 << 16);
  check(sws_scale(scaler.get(), from.data, from.linesize, 0, from.height, to.data, to.linesize),
        "converting its colours", file);
}

std::array<int, 3> shape_of(const AVFrame& frame) {
  return {frame.format, frame.sample_rate, frame.ch_layout.nb_channels};
}

/// Input samples a resampler may hold back, and a little.
constexpr int kResamplerSlack = 256;

}  // namespace

Frame to_rgba(const AVFrame& from, int width, int height, const std::filesystem::path& file) {
  auto to = make_picture_frame(AV_PIX_FMT_RGBA, width, height);
  // From RGB to RGB libswscale scales in YUV: both ways by one matrix, or colours shift.
  const auto look = look_of(from);
  scale(from, look, *to, {AV_PIX_FMT_RGBA, look.matrix, true}, file);
  return to;
}

Frame to_grey(const AVFrame& from, const std::filesystem::path& file) {
  auto to = make_picture_frame(AV_PIX_FMT_GRAY8, from.width, from.height);
  const auto look = look_of(from);
  scale(from, look, *to, {AV_PIX_FMT_GRAY8, look.matrix, true}, file);
  return to;
}

Frame to_yuv(const AVFrame& rgba, const std::filesystem::path& file) {
  auto to = make_picture_frame(AV_PIX_FMT_YUV420P, rgba.width, rgba.height);
  scale(rgba, {AV_PIX_FMT_RGBA, SWS_CS_ITU709, true}, *to,
        {AV_PIX_FMT_YUV420P, SWS_CS_ITU709, false}, file);
  return to;
}

Frame to_jpeg_yuv(const AVFrame& rgba, const std::filesystem::path& file) {
  auto to = make_picture_frame(AV_PIX_FMT_YUVJ420P, rgba.width, rgba.height);
  scale(rgba, {AV_PIX_FMT_RGBA, SWS_CS_ITU601, true}, *to,
        {AV_PIX_FMT_YUV420P, SWS_CS_ITU601, true}, file);
  return to;
}

void Resampler::open(const AVFrame& from) {
  shape_ = shape_of(from);
  AVChannelLayout stereo{};
  AVChannelLayout source{};
  av_channel_layout_default(&stereo, 2);
  if (from.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
    av_channel_layout_default(&source, from.ch_layout.nb_channels);
  else
    check(av_channel_layout_copy(&source, &from.ch_layout), "converting its sound", file_);
  SwrContext* raw = nullptr;
  const int code =
      swr_alloc_set_opts2(&raw, &stereo, AV_SAMPLE_FMT_FLTP, kSampleRate, &source,
                          static_cast<AVSampleFormat>(from.format), from.sample_rate, 0, nullptr);
  av_channel_layout_uninit(&source);
  check(code, "converting its sound", file_);
  context_.reset(raw);
  check(swr_init(raw), "converting its sound", file_);
}

Frame Resampler::convert(const AVFrame* from) {
  if (!context_ && !from) {
    auto nothing = make_sound_frame(1);
    nothing->nb_samples = 0;
    return nothing;
  }
  if (!context_) open(*from);
  if (from && shape_of(*from) != shape_)
    check(AVERROR(ENOSYS), "its sound changes its format on the way", file_);
  const int room = swr_get_out_samples(context_.get(), from ? from->nb_samples : 0);
  auto to = make_sound_frame(std::max(room, 0) + kResamplerSlack);
  const auto** data = from ? const_cast<const std::uint8_t**>(from->extended_data) : nullptr;
  to->nb_samples = check(swr_convert(context_.get(), to->extended_data, to->nb_samples, data,
                                     from ? from->nb_samples : 0),
                         "converting its sound", file_);
  return to;
}

}  // namespace storyreel::render::av
