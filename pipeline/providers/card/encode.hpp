#pragma once

#include <cstdint>
#include <string>

#include "pipeline/providers/card/canvas.hpp"

namespace storyreel::pipeline::card {

/// The canvas as a JPEG with a fine grain that `seed` decides. Same canvas and seed, same bytes.
std::string to_jpeg(Canvas& canvas, std::uint64_t seed);

}  // namespace storyreel::pipeline::card
