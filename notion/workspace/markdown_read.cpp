#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/markdown_lines.hpp"
#include "notion/workspace/markdown_parts.hpp"
#include "notion/workspace/markdown_table.hpp"

namespace storyreel::workspace {
namespace {

/// Deeper than that, blocks stand beside one another: it bounds the recursion.
constexpr std::size_t kDepth = 30;
constexpr auto kHolders = std::to_array<std::string_view>(
    {"paragraph", "bulleted_list_item", "numbered_list_item", "to_do", "quote"});

/// A column that is in no list of columns is what stands in it.
std::vector<MarkdownBlock> without_columns(std::vector<MarkdownBlock> blocks) {
  std::vector<MarkdownBlock> kept;
  for (auto& block : blocks)
    if (block.type == "column")
      std::ranges::move(block.children, std::back_inserter(kept));
    else
      kept.push_back(std::move(block));
  return kept;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : lines_(lines_of(text)) {}

  /// The blocks from here on at `column` or deeper, up to the line `end` if there is one.
  // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepth
  std::vector<MarkdownBlock> read(std::size_t column, std::string_view end, std::size_t depth) {
    std::vector<MarkdownBlock> blocks;
    while (at_ < lines_.size()) {
      const auto& line = lines_[at_];
      if (!end.empty() && line.text == end) break;
      if (line.text.empty()) {
        ++at_;
        continue;
      }
      if (line.column < column) break;
      read_one(blocks, depth);
    }
    return end == "</columns>" ? blocks : without_columns(std::move(blocks));
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepth
  void read_one(std::vector<MarkdownBlock>& blocks, std::size_t depth) {
    const auto line = lines_[at_];
    if (read_literal(blocks, line) || read_tag(blocks, line, depth)) return;
    ++at_;
    blocks.push_back(text_block(line.text));
    read_children(blocks, line.column, depth);
  }

  /// What is indented below a block: its children, or its neighbours when it can't have any.
  // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepth
  void read_children(std::vector<MarkdownBlock>& blocks, std::size_t column, std::size_t depth) {
    if (depth == kDepth) return;
    auto& block = blocks.back();
    const bool holds = std::ranges::find(kHolders, block.type) != kHolders.end() ||
                       block.content.contains("is_toggleable");
    auto inside = read(column + 1, {}, depth + 1);
    auto& into = holds ? block.children : blocks;
    std::ranges::move(inside, std::back_inserter(into));
  }

  /// Blocks whose lines are no inline markdown.
  bool read_literal(std::vector<MarkdownBlock>& blocks, const Line& line) {
    if (line.text == "---" || line.text == "***") return add(blocks, MarkdownBlock{"divider", {}});
    if (line.text.starts_with("```")) return read_code(blocks, line);
    if (line.text.starts_with("$$")) return read_equation(blocks, line);
    return line.text.starts_with("![") && add(blocks, image_block(line.text));
  }

  bool add(std::vector<MarkdownBlock>& blocks, std::optional<MarkdownBlock> block) {
    if (!block) return false;
    ++at_;
    blocks.push_back(*std::move(block));
    return true;
  }

  /// The lines up to `end`, joined; they are taken, with `end`.
  std::string lines_until(std::string_view end, std::size_t column) {
    std::string text;
    bool first = true;
    for (; at_ < lines_.size() && lines_[at_].text != end; ++at_) {
      if (!std::exchange(first, false)) text += '\n';
      text += outdented(lines_[at_].whole, column);
    }
    ++at_;
    return text;
  }

  bool read_code(std::vector<MarkdownBlock>& blocks, const Line& line) {
    const auto signs = std::min(line.text.find_first_not_of('`'), line.text.size());
    auto language = std::string(line.text.substr(signs));
    if (language.contains('`')) return false;
    ++at_;
    const auto text = lines_until(std::string(signs, '`'), line.column);
    json::array runs;
    for (const auto& piece : split_utf16(text, limits::kText))
      runs.push_back({{"type", "text"}, {"text", {{"content", piece}}}, {"plain_text", piece}});
    blocks.push_back({"code",
                      {{"rich_text", std::move(runs)},
                       {"language", language.empty() ? "plain text" : language}}});
    return true;
  }

  bool read_equation(std::vector<MarkdownBlock>& blocks, const Line& line) {
    const auto rest = line.text.substr(2);
    const auto end = rest.find("$$");
    if (end != rest.npos && end > 0 && end + 2 == rest.size())
      return add(blocks, MarkdownBlock{"equation", {{"expression", rest.substr(0, end)}}});
    if (!rest.empty()) return false;
    ++at_;
    blocks.push_back({"equation", {{"expression", lines_until("$$", line.column)}}});
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepth
  bool read_tag(std::vector<MarkdownBlock>& blocks, const Line& line, std::size_t depth) {
    if (!line.text.starts_with('<') && !line.text.starts_with('|')) return false;
    if (read_table_lines(blocks, line)) return true;
    if (line.text == "<empty-block/>") {
      add(blocks, MarkdownBlock{"paragraph", {{"rich_text", json::array()}}});
      read_children(blocks, line.column, depth);
      return true;
    }
    return add(blocks, tag_block(line.text)) || (depth < kDepth && read_frame(blocks, line, depth));
  }

  bool read_table_lines(std::vector<MarkdownBlock>& blocks, const Line& line) {
    std::string text;
    if (const auto tag = tag_in(line.text, "table"); !tag.empty()) {
      ++at_;
      auto table = read_table(tag, lines_until("</table>", line.column));
      if (table) blocks.push_back(*std::move(table));
      return true;
    }
    const bool ruled = at_ + 1 < lines_.size() && lines_[at_ + 1].text.starts_with('|') &&
                       lines_[at_ + 1].text.find_first_not_of("|-: ") == line.text.npos;
    if (!line.text.starts_with('|') || !ruled) return false;
    auto end = at_;
    for (; end < lines_.size() && lines_[end].text.starts_with('|'); ++end)
      text += std::string(lines_[end].text) + "\n";
    auto table = read_pipe_table(text);
    if (!table) return false;
    at_ = end;
    blocks.push_back(*std::move(table));
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepth
  bool read_frame(std::vector<MarkdownBlock>& blocks, const Line& line, std::size_t depth) {
    constexpr auto kFrames = std::to_array<std::string_view>(
        {"details", "callout", "columns", "column", "synced_block", "synced_block_reference"});
    for (const auto name : kFrames) {
      const auto tag = tag_in(line.text, name);
      if (tag.empty() || tag.ends_with('/')) continue;
      ++at_;
      const auto title = name == "details" ? take_summary() : std::string();
      const auto end = "</" + std::string(name) + ">";
      auto inside = read(0, end, depth + 1);
      ++at_;
      blocks.push_back(frame_block(name, tag, title, std::move(inside)));
      return true;
    }
    return false;
  }

  std::string take_summary() {
    constexpr std::string_view kOpen = "<summary>";
    constexpr std::string_view kClose = "</summary>";
    if (at_ == lines_.size()) return {};
    const auto line = lines_[at_].text;
    if (!line.starts_with(kOpen) || !line.ends_with(kClose)) return {};
    ++at_;
    return std::string(line.substr(kOpen.size(), line.size() - kOpen.size() - kClose.size()));
  }

  std::vector<Line> lines_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<MarkdownBlock> read_blocks(std::string_view markdown) {
  return Reader(markdown).read(0, {}, 0);
}

}  // namespace storyreel::workspace
