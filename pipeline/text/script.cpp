#include "pipeline/text/script.hpp"

#include "pipeline/text/text.hpp"
#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

/// A mark that no white space may stand before.
bool closes(char letter) {
  return std::string_view(".,;:!?)").contains(letter);
}

}  // namespace

std::string heading_of(std::string_view line) {
  const auto signs = line.find_first_not_of('#');
  if (signs == 0 || signs == std::string_view::npos || line[signs] != ' ') return "";
  const auto begin = line.find_first_not_of(kBlank, signs);
  if (begin == std::string_view::npos) return "";
  return std::string(line.substr(begin, line.find_last_not_of(kBlank) + 1 - begin));
}

std::vector<Section> sections(std::string_view script) {
  std::vector<Section> all(1);
  while (!script.empty()) {
    const auto end = script.find('\n');
    const auto line = script.substr(0, end);
    script.remove_prefix(end == std::string_view::npos ? script.size() : end + 1);
    if (auto heading = heading_of(line); !heading.empty())
      all.push_back({std::move(heading), ""});
    else
      all.back().text.append(line) += '\n';
  }
  return all;
}

std::vector<Passage> passages(std::string_view script, const std::string& language) {
  std::vector<Passage> all;
  for (const auto& section : sections(script))
    for (auto& sentence : sentences(section.text, language))
      all.push_back({std::move(sentence), section.heading});
  return all;
}

std::string without_notes(const std::string& text) {
  std::string said;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text[at] == '[' ? text.find(']', at) : std::string::npos;
    if (end != std::string::npos) {
      at = end;
      continue;
    }
    const bool after_space = said.empty() || said.back() == ' ';
    if (text[at] == ' ' && after_space) continue;
    if (closes(text[at]) && said.ends_with(' ')) said.pop_back();
    said += text[at];
  }
  if (said.ends_with(' ')) said.pop_back();
  return has_content(to_unicode(said)) ? said : "";
}

}  // namespace storyreel::pipeline
