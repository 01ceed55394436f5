#pragma once

extern "C" {
#include <libavcodec/packet.h>
#include <libavutil/frame.h>
}

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace storyreel::render::av {

struct FrameFree {
  void operator()(AVFrame* frame) const noexcept { av_frame_free(&frame); }
};
struct PacketFree {
  void operator()(AVPacket* packet) const noexcept { av_packet_free(&packet); }
};
using Frame = std::unique_ptr<AVFrame, FrameFree>;
using Packet = std::unique_ptr<AVPacket, PacketFree>;

/// An empty frame or packet, to be filled by a decoder or a reader; throws std::bad_alloc.
Frame make_frame();
Packet make_packet();

/// A picture frame with room for its pixels.
Frame make_picture_frame(AVPixelFormat format, int width, int height);

/// A silent frame of planar float stereo sound.
Frame make_sound_frame(int samples);

/// A packet with a copy of `bytes`.
Packet make_packet(std::string_view bytes);

/// Puts a copy of `bytes` into a packet, and a reference to `from`, in place of what it holds.
void fill(AVPacket& packet, std::string_view bytes);
void share(const AVPacket& from, AVPacket& packet);

/// Whether its content is locked with a key that nobody gave.
bool is_encrypted(const AVPacket& packet);

/// Makes the frame's pixels writable: an encoder may still hold them.
void make_writable(AVFrame& frame);

/// Whether several of its pixels share a byte: such a picture can't be cropped.
bool shares_bytes(const AVFrame& frame);

/// Leaves of a picture only `width` x `height` pixels from (`x`, `y`) on; nothing is copied. Where
/// chroma is coarser, the place moves by a pixel or so. Throws Error when the picture can't be
/// cropped.
void crop(AVFrame& frame, int x, int y, int width, int height);

/// One plane of a picture.
struct Plane {
  std::uint8_t* data = nullptr;
  std::ptrdiff_t stride = 0;
  int width = 0;
  int height = 0;

  std::uint8_t* row(int y) const { return data + y * stride; }
};

/// Plane `index` of a YUV 4:2:0 frame.
Plane plane(const AVFrame& frame, int index);

/// Samples of channel `channel` of a planar float frame.
std::span<float> channel(const AVFrame& frame, int channel);

}  // namespace storyreel::render::av
