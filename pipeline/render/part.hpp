#pragma once

#include <algorithm>

#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

/// Tells the progress of one part of a work, which goes from `from` to `to` of the whole; nothing
/// where nobody asks. Lives as long as `whole`.
inline Progress part(const Progress& whole, double from, double to) {
  if (!whole) return {};
  return [&whole, from, to](double share) { whole(from + (to - from) * share); };
}

/// Tells it once for each second of sound.
inline void tell(const Progress& progress, std::int64_t sample, std::int64_t of) {
  if (progress && sample % kSampleRate == 0 && of > 0)
    progress(std::min(1.0, static_cast<double>(sample) / static_cast<double>(of)));
}

}  // namespace storyreel::render
