#pragma once

#include <filesystem>
#include <stop_token>

#include "daemon/runtime/error.hpp"
#include "pipeline/render/av/frame.hpp"

namespace storyreel::render {

/// The machine could not have a picture decoded, which says nothing of the picture: memory or
/// descriptors are short.
class CannotDecode : public Error {
 public:
  using Error::Error;
};

/// The least size with the shape of `width` x `height` that covers `least_width` x `least_height`;
/// both even.
struct Size {
  int width;
  int height;
};
Size cover(Size picture, Size least);

/// Where in a tall picture people look first, as a share of its height.
constexpr double kHeadline = 0.42;

/// A picture of any usual format as YUV 4:2:0 (BT.709, limited range), turned as its EXIF says,
/// scaled to cover `least`, its far ends cut off where it is more than twice as long; what is
/// transparent becomes white. Of an animation the first picture counts, whatever the file's name.
///
/// A child process decodes, so that a hostile picture costs only itself (decoder_child.hpp: its
/// call stands first in main()). Throws CannotDecode, and Error in words for the editor when the
/// picture can't be read or is out of bounds (12,000 pixels a side, 100 megapixels, 64 MB, 20 times
/// as long as wide, 20 s of computing); leaves as check_stop() does once `stop` is requested.
av::Frame load_picture(const std::filesystem::path& file, Size least,
                       const std::stop_token& stop = {});

/// The same for verify_picture() of timeline.hpp.
void verify_picture(const std::filesystem::path& picture, const std::stop_token& stop);

}  // namespace storyreel::render
