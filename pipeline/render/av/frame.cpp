#include "pipeline/render/av/frame.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/pixdesc.h>
#include <libavutil/samplefmt.h>
}

#include <algorithm>
#include <new>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render::av {

namespace {

template <class Handle, class Raw>
Handle own(Raw* raw) {
  if (!raw) throw std::bad_alloc();
  return Handle(raw);
}

void allocate(AVFrame& frame) {
  if (av_frame_get_buffer(&frame, 0) < 0) throw std::bad_alloc();
}

}  // namespace

Frame make_frame() {
  return own<Frame>(av_frame_alloc());
}

Packet make_packet() {
  return own<Packet>(av_packet_alloc());
}

Frame make_picture_frame(AVPixelFormat format, int width, int height) {
  auto frame = make_frame();
  frame->format = format;
  frame->width = width;
  frame->height = height;
  allocate(*frame);
  return frame;
}

Frame make_sound_frame(int samples) {
  auto frame = make_frame();
  frame->format = AV_SAMPLE_FMT_FLTP;
  frame->sample_rate = kSampleRate;
  frame->nb_samples = samples;
  av_channel_layout_default(&frame->ch_layout, 2);
  allocate(*frame);
  for (int side : {0, 1}) std::ranges::fill(channel(*frame, side), 0.0F);
  return frame;
}

Packet make_packet(std::string_view bytes) {
  auto packet = make_packet();
  fill(*packet, bytes);
  return packet;
}

void fill(AVPacket& packet, std::string_view bytes) {
  av_packet_unref(&packet);
  if (av_new_packet(&packet, static_cast<int>(bytes.size())) < 0) throw std::bad_alloc();
  std::ranges::copy(bytes, packet.data);
}

void share(const AVPacket& from, AVPacket& packet) {
  av_packet_unref(&packet);
  if (av_packet_ref(&packet, &from) < 0) throw std::bad_alloc();
}

bool is_encrypted(const AVPacket& packet) {
  return av_packet_get_side_data(&packet, AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr;
}

void make_writable(AVFrame& frame) {
  if (av_frame_make_writable(&frame) < 0) throw std::bad_alloc();
}

bool shares_bytes(const AVFrame& frame) {
  const auto* facts = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  return facts && (facts->flags & AV_PIX_FMT_FLAG_BITSTREAM) != 0;
}

void crop(AVFrame& frame, int x, int y, int width, int height) {
  frame.crop_left = static_cast<std::size_t>(x);
  frame.crop_top = static_cast<std::size_t>(y);
  frame.crop_right = static_cast<std::size_t>(frame.width - x - width);
  frame.crop_bottom = static_cast<std::size_t>(frame.height - y - height);
  // Of pixels that share bytes the library cuts only the right and the lower end, without a word.
  if (shares_bytes(frame) || av_frame_apply_cropping(&frame, AV_FRAME_CROP_UNALIGNED) < 0 ||
      frame.width != width || frame.height != height)
    throw Error("a picture of its kind can't be cropped");
}

Plane plane(const AVFrame& frame, int index) {
  const int shift = index == 0 ? 0 : 1;
  return {frame.data[index], frame.linesize[index], (frame.width + shift) >> shift,
          (frame.height + shift) >> shift};
}

std::span<float> channel(const AVFrame& frame, int channel) {
  auto* data = reinterpret_cast<float*>(frame.extended_data[channel]);
  return {data, static_cast<std::size_t>(frame.nb_samples)};
}

}  // namespace storyreel::render::av
