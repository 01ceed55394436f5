#pragma once

#include <filesystem>

#include "pipeline/render/av/frame.hpp"

namespace storyreel::render {

/// The least size with the shape of `width` x `height` that covers `least_width` x `least_height`;
/// both even.
struct Size {
  int width;
  int height;
};
Size cover(Size picture, Size least);

/// Where in a tall picture people look first, as a share of its height.
constexpr double kHeadline = 0.42;

/// A picture of any usual format as YUV 4:2:0 (BT.709, limited range), scaled to cover `least`,
/// its far ends cut off where it is more than twice as long; what is transparent becomes white.
/// Throws Error in words for the editor when it can't be read or is out of bounds (12,000 pixels a
/// side, 100 megapixels, 64 MB, 20 times as long as wide).
av::Frame load_picture(const std::filesystem::path& file, Size least);

}  // namespace storyreel::render
