#pragma once

#include <cstddef>
#include <filesystem>

#include "pipeline/render/av/frame.hpp"

namespace storyreel::render {

/// Writes an RGBA picture (its alpha is not looked at) as a JPEG of at most `most` bytes, as good
/// as that allows. Same picture, same bytes. Throws Error naming `out` when it can't be written.
void write_jpeg(const AVFrame& rgba, const std::filesystem::path& out, std::size_t most);

}  // namespace storyreel::render
