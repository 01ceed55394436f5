#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "pipeline/render/av/frame.hpp"
#include "pipeline/render/picture.hpp"

/// What load_picture() does to the bytes of a picture, in the process that calls it: the child.
/// Everything throws Error without the file's name.
namespace storyreel::render {

constexpr std::size_t kMostPictureBytes = 64'000'000;

/// How much memory decoding takes beside the program's own, in bytes; called before any is taken.
using Reserve = std::function<void(std::size_t bytes)>;

/// Decodes the first picture in `bytes` and turns, trims, scales and converts it as load_picture()
/// says.
av::Frame decode_picture(std::string_view bytes, Size least, const Reserve& reserve);

/// Decodes it only. Throws as decode_picture() does.
void check_picture(std::string_view bytes, const Reserve& reserve);

}  // namespace storyreel::render
