#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace storyreel::render {

/// Looks at the boxes an MP4 file consists of; adds to `faults` in plain words when the file is
/// cut off or its index stands behind its content.
void check_boxes(const std::filesystem::path& film, std::vector<std::string>& faults);

/// Whether a file begins as MP4 and QuickTime files do.
bool has_boxes(const std::filesystem::path& film);

}  // namespace storyreel::render
