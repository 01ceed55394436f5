#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace storyreel::commands {

/// A sentence that is spoken.
struct Line {
  std::string text;
  std::string chapter;  ///< the heading that stands above it; empty: none does

  bool operator==(const Line&) const = default;
};

/// A script of plain text: paragraphs, and "# Headings" that begin chapters and are not spoken. A
/// heading before all else is the title, and names what is said before the first chapter.
struct Script {
  std::string title;
  std::string language;
  std::vector<Line> lines;
};

/// Reads a script; `language` empty: detected. Throws UsageError naming the file when it can't be
/// read, is larger than 2 MB or has no sentence.
Script read_script(const std::filesystem::path& file, const std::string& language);

}  // namespace storyreel::commands
