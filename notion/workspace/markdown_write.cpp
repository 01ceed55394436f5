#include <algorithm>
#include <array>

#include "notion/workspace/markdown.hpp"
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
constexpr auto kMedia = std::to_array<std::string_view>({"audio", "video", "file", "pdf"});

/// Blocks of other forms. What is in neither list is unknown to markdown.
constexpr auto kOthers = std::to_array<std::string_view>({"numbered_list_item",
                                                          "to_do",
                                                          "divider",
                                                          "code",
                                                          "equation",
                                                          "table_of_contents",
                                                          "child_page",
                                                          "child_database",
                                                          "image",
                                                          "audio",
                                                          "video",
                                                          "file",
                                                          "pdf",
                                                          "toggle",
                                                          "callout",
                                                          "table",
                                                          "table_row",
                                                          "synced_block",
                                                          "column_list",
                                                          "column"});

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
    if (write_leaf(block, indent) || write_frame(block, indent)) return;
    put(indent, "<unknown url=\"" + link_to(block.id) + "\" alt=\"" + block.type + "\"/>");
  }

  std::string take() { return std::exchange(text_, {}); }

 private:
  void put(const std::string& indent, const std::string& line) { text_ += indent + line + "\n"; }

  std::string link_to(const std::string& id) const { return std::string(base_) + "/p/" + id; }

  std::string inline_of(const json::object& content, std::string_view key) const {
    const auto* text = find(content, key);
    return text && text->is_array() ? write_inline(text->get_array(), base_) : std::string();
  }

  static bool flag(const json::object& content, std::string_view key) {
    const auto* value = find(content, key);
    return value && value->is_bool() && value->get_bool();
  }

  static std::string color_of(const json::object& content) {
    const auto color = text_of(content, "color");
    return color.empty() || color == "default" ? "" : " color=\"" + short_color(color) + "\"";
  }

  /// " {key="value" …}", or nothing.
  static std::string attributes_of(const json::object& content) {
    const auto words =
        (flag(content, "is_toggleable") ? " toggle=\"true\"" : "") + color_of(content);
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
    const auto text = inline_of(block.content, "rich_text");
    const auto attributes = attributes_of(block.content);
    if (prefix.empty() && text.empty() && attributes.empty())
      put(indent, "<empty-block/>");
    else if (prefix.empty() && text.empty())
      put(indent, attributes.substr(1));
    else
      put(indent, prefix + text + attributes);
    return true;
  }

  bool write_leaf(const MarkdownBlock& block, const std::string& indent) {
    const auto& content = block.content;
    if (block.type == "divider")
      put(indent, "---");
    else if (block.type == "code")
      write_code(content, indent);
    else if (block.type == "equation")
      write_equation(content, indent);
    else if (block.type == "table_of_contents")
      put(indent, "<table_of_contents" + color_of(content) + "/>");
    else if (block.type == "child_page")
      write_reference("page", block, indent);
    else if (block.type == "child_database")
      write_reference("database", block, indent);
    else if (block.type == "image")
      put(indent, "![" + inline_of(content, "caption") + "](" + source_of(content) + ")");
    else if (std::ranges::find(kMedia, block.type) != kMedia.end())
      put(indent, "<" + block.type + " src=\"" + source_of(content) + "\">" +
                      inline_of(content, "caption") + "</" + block.type + ">");
    else
      return false;
    return true;
  }

  static std::string source_of(const json::object& content) {
    for (const auto* key : {"external", "file"})
      if (const auto* file = find(content, key); file && file->is_object())
        return escaped_url(text_of(file->get_object(), "url"));
    return {};
  }

  static std::string escaped_url(std::string_view url) {
    std::string safe;
    for (const char c : url) {
      if (c == '(')
        safe += "%28";
      else if (c == ')')
        safe += "%29";
      else if (c == '"')
        safe += "%22";
      else if (c == ' ')
        safe += "%20";
      else if (c == '\n')
        safe += "%0A";
      else
        safe += c;
    }
    return safe;
  }

  void write_reference(const std::string& tag, const MarkdownBlock& block,
                       const std::string& indent) {
    const json::array title{json::object{{"plain_text", text_of(block.content, "title")}}};
    put(indent, "<" + tag + " url=\"" + link_to(block.id) + "\">" + write_inline(title, base_) +
                    "</" + tag + ">");
  }

  void put_lines(const std::string& indent, std::string_view text) {
    while (true) {
      const auto end = text.find('\n');
      put(indent, std::string(text.substr(0, end)));
      if (end == text.npos) return;
      text.remove_prefix(end + 1);
    }
  }

  static std::string plain_of(const json::object& content) {
    std::string text;
    for (const auto& item : content.at("rich_text").as_array())
      text += text_of(item.as_object(), "plain_text");
    return text;
  }

  void write_code(const json::object& content, const std::string& indent) {
    const auto text = plain_of(content);
    std::string fence = "```";
    while (text.contains(fence)) fence += '`';
    const auto language = text_of(content, "language");
    put(indent, fence + (language == "plain text" ? "" : language));
    if (!text.empty()) put_lines(indent, text);
    put(indent, fence);
  }

  void write_equation(const json::object& content, const std::string& indent) {
    put(indent, "$$");
    put_lines(indent, text_of(content, "expression"));
    put(indent, "$$");
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  bool write_frame(const MarkdownBlock& block, const std::string& indent) {
    const auto& content = block.content;
    if (block.type == "toggle") {
      put(indent, "<details" + color_of(content) + ">");
      put(indent, "<summary>" + inline_of(content, "rich_text") + "</summary>");
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
    put(indent, "<callout" + (sign.empty() ? "" : " icon=\"" + sign + "\"") +
                    color_of(block.content) + ">");
    const auto text = inline_of(block.content, "rich_text");
    put(indent + "\t", text.empty() ? "<empty-block/>" : text);
    return close(block.children, indent, "callout");
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  bool write_synced(const MarkdownBlock& block, const std::string& indent) {
    const auto* from = find(block.content, "synced_from");
    const bool original = !from || from->is_null();
    const std::string tag = original ? "synced_block" : "synced_block_reference";
    const auto id = original ? block.id : text_of(from->get_object(), "block_id");
    put(indent, "<" + tag + (id.empty() ? "" : " url=\"" + link_to(id) + "\"") + ">");
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
  return std::ranges::find(kLines, type, &Line::type) != kLines.end() ||
         std::ranges::find(kOthers, type) != kOthers.end();
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
