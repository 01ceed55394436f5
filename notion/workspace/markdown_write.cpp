#include <algorithm>
#include <array>
#include <utility>

#include "notion/workspace/markdown_leaf.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// Blocks that are one line of text.
struct Line {
  std::string_view type, prefix;
};
constexpr std::array kLines{Line{"paragraph", ""},      Line{"heading_1", "# "},
                            Line{"heading_2", "## "},   Line{"heading_3", "### "},
                            Line{"heading_4", "#### "}, Line{"bulleted_list_item", "- "},
                            Line{"quote", "> "}};

/// Blocks of other forms than a line and a leaf. What is in no list is unknown to markdown.
constexpr auto kFrames =
    std::to_array<std::string_view>({"numbered_list_item", "to_do", "toggle", "callout", "table",
                                     "table_row", "synced_block", "column_list", "column"});

class Writer {
 public:
  explicit Writer(std::string_view base) : base_(base) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  void write_all(const std::vector<MarkdownBlock>& blocks, const std::string& indent) {
    std::size_t number = 0;
    for (const auto& block : blocks) {
      number = block.type == "numbered_list_item" ? number + 1 : 0;
      write(block, indent, number);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  void write(const MarkdownBlock& block, const std::string& indent, std::size_t number) {
    if (write_line(block, indent, number)) return write_all(block.children, indent + "\t");
    if (const auto leaf = write_leaf(block, base_)) return put_lines(indent, *leaf);
    if (write_frame(block, indent)) return;
    put(indent, "<unknown url=\"" + link_to(block.id, base_) + "\" alt=\"" + block.type + "\"/>");
  }

  std::string take() { return std::exchange(text_, {}); }

 private:
  void put(const std::string& indent, const std::string& line) { text_ += indent + line + "\n"; }

  void put_lines(const std::string& indent, std::string_view text) {
    while (true) {
      const auto end = text.find('\n');
      put(indent, std::string(text.substr(0, end)));
      if (end == text.npos) return;
      text.remove_prefix(end + 1);
    }
  }

  /// " {key="value" …}", or nothing.
  static std::string attributes_of(const json::object& content) {
    const auto words =
        (flag(content, "is_toggleable") ? " toggle=\"true\"" : "") + color_attribute(content);
    return words.empty() ? "" : " {" + words.substr(1) + "}";
  }

  bool write_line(const MarkdownBlock& block, const std::string& indent, std::size_t number) {
    auto prefix = std::string();
    const auto* line = std::ranges::find(kLines, block.type, &Line::type);
    if (line != kLines.end())
      prefix = line->prefix;
    else if (block.type == "numbered_list_item")
      prefix = std::to_string(number) + ". ";
    else if (block.type == "to_do")
      prefix = flag(block.content, "checked") ? "- [x] " : "- [ ] ";
    else
      return false;
    const auto text = inline_of(block.content, "rich_text", base_);
    const auto attributes = attributes_of(block.content);
    if (prefix.empty() && text.empty() && attributes.empty())
      put(indent, "<empty-block/>");
    else if (prefix.empty() && text.empty())
      put(indent, attributes.substr(1));
    else
      put(indent, prefix + text + attributes);
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  bool write_frame(const MarkdownBlock& block, const std::string& indent) {
    const auto& content = block.content;
    if (block.type == "toggle") {
      put(indent, "<details" + color_attribute(content) + ">");
      put(indent, "<summary>" + inline_of(content, "rich_text", base_) + "</summary>");
      return close(block.children, indent, "details");
    }
    if (block.type == "callout") return write_callout(block, indent);
    if (block.type == "table") return write_table(block, indent);
    if (block.type == "synced_block") return write_synced(block, indent);
    if (block.type != "column_list") return false;
    put(indent, "<columns>");
    for (const auto& column : block.children) {
      put(indent + "\t", "<column>");
      close(column.children, indent + "\t", "column");
    }
    return close({}, indent, "columns");
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  bool close(const std::vector<MarkdownBlock>& children, const std::string& indent,
             const std::string& tag) {
    write_all(children, indent + "\t");
    put(indent, "</" + tag + ">");
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  bool write_callout(const MarkdownBlock& block, const std::string& indent) {
    const auto* icon = find(block.content, "icon");
    const auto sign =
        icon && icon->is_object() ? text_of(icon->get_object(), "emoji") : std::string();
    // What would end the attribute or the tag is left out rather than taken for markdown.
    const bool safe = !sign.empty() && sign.find_first_of("\">\n") == sign.npos;
    put(indent,
        "<callout" + (safe ? " icon=\"" + sign + "\"" : "") + color_attribute(block.content) + ">");
    const auto text = inline_of(block.content, "rich_text", base_);
    put(indent + "\t", text.empty() ? "<empty-block/>" : text);
    return close(block.children, indent, "callout");
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  bool write_synced(const MarkdownBlock& block, const std::string& indent) {
    const auto* from = find(block.content, "synced_from");
    const bool original = !from || from->is_null();
    const std::string tag = original ? "synced_block" : "synced_block_reference";
    const auto id = original ? block.id : text_of(from->get_object(), "block_id");
    put(indent, "<" + tag + (id.empty() ? "" : " url=\"" + link_to(id, base_) + "\"") + ">");
    return close(original ? block.children : std::vector<MarkdownBlock>(), indent, tag);
  }

  bool write_table(const MarkdownBlock& block, const std::string& indent) {
    const auto head = [&](std::string_view key, const std::string& name) {
      return flag(block.content, key) ? " " + name + "=\"true\"" : std::string();
    };
    put(indent, "<table" + head("has_column_header", "header-row") +
                    head("has_row_header", "header-column") + ">");
    for (const auto& row : block.children) {
      put(indent + "\t", "<tr>");
      const auto* cells = find(row.content, "cells");
      for (const auto& cell : cells->get_array())
        put(indent + "\t\t", "<td>" + write_inline(cell.as_array(), base_) + "</td>");
      put(indent + "\t", "</tr>");
    }
    return close({}, indent, "table");
  }

  std::string_view base_;
  std::string text_;
};

}  // namespace

bool has_markdown(std::string_view type) {
  return std::ranges::find(kLines, type, &Line::type) != kLines.end() || is_leaf(type) ||
         std::ranges::find(kFrames, type) != kFrames.end();
}

std::vector<std::string> write_blocks(const std::vector<MarkdownBlock>& blocks,
                                      std::string_view base) {
  std::vector<std::string> written;
  Writer writer(base);
  std::size_t number = 0;
  for (const auto& block : blocks) {
    number = block.type == "numbered_list_item" ? number + 1 : 0;
    writer.write(block, "", number);
    written.push_back(writer.take());
    written.back().pop_back();
  }
  return written;
}

}  // namespace storyreel::workspace
