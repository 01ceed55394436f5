#include "notion/workspace/markdown_lines.hpp"

namespace storyreel::workspace {
namespace {

/// A tab is as deep as the four spaces that others indent by.
constexpr std::size_t kTab = 4;

Line line_of(std::string_view whole) {
  std::size_t column = 0;
  std::size_t i = 0;
  for (; i < whole.size() && (whole[i] == ' ' || whole[i] == '\t'); ++i)
    column += whole[i] == '\t' ? kTab : 1;
  return {column, whole.substr(i), whole};
}

bool is_name(std::string_view text, std::string_view name) {
  return text.starts_with(name) &&
         (text.size() == name.size() || std::string_view(" />").contains(text[name.size()]));
}

}  // namespace

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (true) {
    const auto end = text.find_first_of("\r\n");
    lines.push_back(line_of(text.substr(0, end)));
    if (end == text.npos) return lines;
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
}

std::string_view outdented(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  while (at < column && !line.empty() && (line.front() == ' ' || line.front() == '\t')) {
    at += line.front() == '\t' ? kTab : 1;
    line.remove_prefix(1);
  }
  return line;
}

std::string_view tag_in(std::string_view line, std::string_view name) {
  if (!line.starts_with('<') || !line.ends_with('>') || !is_name(line.substr(1), name)) return {};
  return line.substr(1, line.find('>') - 1);
}

}  // namespace storyreel::workspace
