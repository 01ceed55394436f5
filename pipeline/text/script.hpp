#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Scripts as text: paragraphs, "# Headings" on lines of their own, [notes] in square brackets.
/// Pure; safe on any thread.
namespace storyreel::pipeline {

/// "Heading" of "## Heading"; empty when the line is none.
std::string heading_of(std::string_view line);

/// What stands below a heading, up to the next one.
struct Section {
  std::string heading;  ///< empty: of what stands before the first one
  std::string text;
};

/// All of them, those without text too; the first has no heading.
std::vector<Section> sections(std::string_view script);

/// A sentence, and the heading that it stands below.
struct Passage {
  std::string text;
  std::string section;

  bool operator==(const Passage&) const = default;
};

/// The sentences of a script; no heading is one. Sections without a sentence are left out.
std::vector<Passage> passages(std::string_view script, const std::string& language);

/// `text` without the notes in it; empty when nothing is left that could be said.
std::string without_notes(const std::string& text);

}  // namespace storyreel::pipeline
