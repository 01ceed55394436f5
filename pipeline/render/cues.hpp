#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// A subtitle: one line or two, shown from sample `start` to before sample `end`.
struct Cue {
  std::string text;  ///< lines parted by '\n'
  std::int64_t start = 0;
  std::int64_t end = 0;

  bool operator==(const Cue&) const = default;
};

/// Columns of a line that a player draws, and at most of one that is drawn in the film (drawing.hpp
/// says how many those have); letters of Chinese, Japanese and Korean take two.
constexpr int kLineColumns = 42;

/// Splits what is said from `start` to `end` into cues of at most two lines of `columns`: at
/// punctuation where it can, of like length, broken where the language breaks lines, each for its
/// share of the time and where there is time for it at least a second. Pure; takes any UTF-8 text.
std::vector<Cue> split_cues(std::string_view text, const std::string& language, std::int64_t start,
                            std::int64_t end, int columns = kLineColumns);

/// The cues of a segment, counted from its start. The last stays a moment after the voice.
std::vector<Cue> segment_cues(const Sound& sound, std::string_view text,
                              const std::string& language, int columns = kLineColumns);

}  // namespace storyreel::render
