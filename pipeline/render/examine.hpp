#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// What would make platforms or players stumble, and how it is mended, both in plain words; FILM
/// stands for the file's name.
struct Fault {
  std::string what;
  std::string remedy;
};

/// What there is to say about a film file.
struct Examination {
  /// "H.264 1920x1080, 30 fps; AAC 48 kHz, 2 channels; 4:23; -14.0 LUFS, true peak -1.6 dB"
  std::string description;
  std::vector<Fault> faults;  ///< empty: it is as films should be
};

/// Decodes a film file of whatever origin from its first packet to its last, jumps to places in it,
/// and says what would make platforms or players stumble. Blocks for as long as decoding takes.
/// Throws Error only when the file can't be opened as a film at all.
Examination examine_film(const std::filesystem::path& film, const Progress& progress,
                         std::stop_token stop);

}  // namespace storyreel::render
