#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace storyreel::render {

/// What may be wrong with the boxes an MP4 file consists of.
enum class BoxFault {
  cut,        ///< they don't end where the file does
  late_index  ///< the index stands behind the content
};

/// In plain words.
std::string_view words(BoxFault fault);

/// What is wrong with a file's boxes; whatever it is, a file that is no MP4 is cut.
std::vector<BoxFault> check_boxes(const std::filesystem::path& film);

/// Whether a file begins as MP4 and QuickTime files do.
bool has_boxes(const std::filesystem::path& film);

}  // namespace storyreel::render
