#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

// The lines of a markdown document. All of them look into its text.
namespace storyreel::workspace {

struct Line {
  std::size_t column;     ///< of the first sign, a tab counting four
  std::string_view text;  ///< from there on
  std::string_view whole;
};

/// A line feed, a carriage return or both end a line. At least one.
std::vector<Line> lines_of(std::string_view text);

/// `line` without as much of its indentation as a block at `column` has.
std::string_view outdented(std::string_view line, std::size_t column);

/// "NAME …" of a line that is "<NAME …>"; empty when it is no such tag.
std::string_view tag_in(std::string_view line, std::string_view name);

}  // namespace storyreel::workspace
