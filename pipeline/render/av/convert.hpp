#pragma once

extern "C" {
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <filesystem>
#include <memory>

#include "pipeline/render/av/frame.hpp"

namespace storyreel::render::av {

/// Any picture to RGBA of the size given; YUV is taken as BT.601 unless the frame says otherwise.
Frame to_rgba(const AVFrame& from, int width, int height, const std::filesystem::path& file);

/// Any picture to grey, eight bits a pixel; the size stays.
Frame to_grey(const AVFrame& from, const std::filesystem::path& file);

/// RGBA to YUV 4:2:0, BT.709, limited range, chroma on the left; the size stays.
Frame to_yuv(const AVFrame& rgba, const std::filesystem::path& file);

/// RGBA to YUV 4:2:0 as JPEG has it: BT.601, full range; the size stays.
Frame to_jpeg_yuv(const AVFrame& rgba, const std::filesystem::path& file);

/// Any sound to 48 kHz planar float stereo.
class Resampler {
 public:
  explicit Resampler(std::filesystem::path file) : file_(std::move(file)) {}

  /// What becomes of `from` (null: what is still inside), which may be an empty frame. The first
  /// frame fixes the input format; throws Error when a later one differs.
  Frame convert(const AVFrame* from);

 private:
  struct Free {
    void operator()(SwrContext* context) const noexcept { swr_free(&context); }
  };
  void open(const AVFrame& from);

  std::filesystem::path file_;
  std::array<int, 3> shape_{};  ///< format, rate and channels of the input
  std::unique_ptr<SwrContext, Free> context_;
};

}  // namespace storyreel::render::av
