#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "pipeline/render/av/frame.hpp"

namespace storyreel::render {

/// A frame in full-range 4:2:0 as a JPEG; its own `quality` is set to the same `quantiser` (2, the
/// best, to 31). `out` is named in errors.
std::string encode_jpeg(const AVFrame& yuv, int quantiser, const std::filesystem::path& out);

/// Writes an RGBA picture (its alpha is not looked at) as a JPEG of at most `most` bytes, as good
/// as that allows. Same picture, same bytes. Throws Error naming `out` when it can't be written.
void write_jpeg(const AVFrame& rgba, const std::filesystem::path& out, std::size_t most);

}  // namespace storyreel::render
