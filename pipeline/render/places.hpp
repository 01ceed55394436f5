#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "pipeline/render/av/container.hpp"

namespace storyreel::render {

/// Jumps to five places of a film, as a player that is told to, and decodes the picture `stream`
/// from there on; says at which seconds there is none. `forgiven`: so many packets after a jump may
/// fail to decode, for they lean on what stands before it.
std::vector<double> dark_places(av::Input& input, const AVStream& stream,
                                const std::filesystem::path& film, int forgiven,
                                const std::stop_token& stop);

}  // namespace storyreel::render
