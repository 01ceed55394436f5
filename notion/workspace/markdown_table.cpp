#include "notion/workspace/markdown_table.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "notion/workspace/markdown_words.hpp"

namespace storyreel::workspace {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string_view trimmed(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(" \t\n"), text.size());
  const auto end = text.find_last_not_of(" \t\n");
  return end == text.npos ? std::string_view() : text.substr(begin, end + 1 - begin);
}

/// Short rows are filled up with empty cells.
std::optional<MarkdownBlock> table_of(const Rows& rows, bool row_header, bool column_header) {
  std::size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.size());
  if (width == 0) return std::nullopt;
  MarkdownBlock table{"table",
                      {{"table_width", width},
                       {"has_column_header", column_header},
                       {"has_row_header", row_header}}};
  for (const auto& row : rows) {
    json::array cells;
    for (const auto& cell : row) cells.emplace_back(read_inline(cell));
    while (cells.size() < width) cells.emplace_back(json::array());
    table.children.push_back({"table_row", {{"cells", std::move(cells)}}});
  }
  return table;
}

/// The text of the next <NAME …>…</NAME>, taken from `text`; nullopt when there is none.
std::optional<std::string_view> take_element(std::string_view& text, const std::string& name) {
  const auto open = text.find("<" + name);
  const auto begin = open == text.npos ? open : text.find('>', open);
  const auto end = begin == text.npos ? begin : text.find("</" + name + ">", begin);
  if (end == text.npos) return std::nullopt;
  const auto inside = text.substr(begin + 1, end - begin - 1);
  text.remove_prefix(end + name.size() + 3);
  return inside;
}

std::vector<std::string> pipe_cells(std::string_view line) {
  line = trimmed(line);
  line.remove_prefix(1);
  std::vector<std::string> cells(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '|')
      cells.emplace_back();
    else
      cells.back() += line[i];
    if (line[i] == '\\' && i + 1 < line.size()) cells.back() += line[++i];
  }
  if (line.ends_with('|')) cells.pop_back();
  for (auto& cell : cells) cell = std::string(trimmed(cell));
  return cells;
}

bool is_rule(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells, [](const std::string& cell) {
    return !cell.empty() && cell.find_first_not_of("-:") == cell.npos;
  });
}

}  // namespace

std::optional<MarkdownBlock> read_table(std::string_view attributes, std::string_view inside) {
  Rows rows;
  while (auto row = take_element(inside, "tr")) {
    rows.emplace_back();
    while (const auto cell = take_element(*row, "td")) rows.back().emplace_back(*cell);
  }
  return table_of(rows, attribute_of(attributes, "header-column") == "true",
                  attribute_of(attributes, "header-row") == "true");
}

std::optional<MarkdownBlock> read_pipe_table(std::string_view lines) {
  Rows rows;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    rows.push_back(pipe_cells(lines.substr(0, end)));
    lines.remove_prefix(end + 1);
  }
  if (rows.size() < 2 || !is_rule(rows[1])) return std::nullopt;
  rows.erase(rows.begin() + 1);
  return table_of(rows, false, true);
}

}  // namespace storyreel::workspace
