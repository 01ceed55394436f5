#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/markdown.hpp"
#include "notion/workspace/markdown_table.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// Deeper than that, blocks stand beside one another: it bounds the recursion.
constexpr std::size_t kDepth = 30;
constexpr std::size_t kTab = 4;

struct Line {
  std::size_t column;     ///< of the first sign, a tab counting kTab
  std::string_view text;  ///< from there on
  std::string_view whole;
};

Line line_of(std::string_view whole) {
  std::size_t column = 0;
  std::size_t i = 0;
  for (; i < whole.size() && (whole[i] == ' ' || whole[i] == '\t'); ++i)
    column += whole[i] == '\t' ? kTab : 1;
  return {column, whole.substr(i), whole};
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (true) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line_of(line));
    if (end == text.npos) return lines;
    text.remove_prefix(end + 1);
  }
}

/// `line` without as much of its indentation as a block at `column` has.
std::string_view outdented(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  while (at < column && !line.empty() && (line.front() == ' ' || line.front() == '\t')) {
    at += line.front() == '\t' ? kTab : 1;
    line.remove_prefix(1);
  }
  return line;
}

bool is_name(std::string_view text, std::string_view name) {
  return text.starts_with(name) &&
         (text.size() == name.size() || std::string_view(" />").contains(text[name.size()]));
}

/// "NAME …" of a line that is "<NAME …>"; empty when it is no such tag.
std::string_view tag_in(std::string_view line, std::string_view name) {
  if (!line.starts_with('<') || !line.ends_with('>') || !is_name(line.substr(1), name)) return {};
  return line.substr(1, line.find('>') - 1);
}

json::object text_content(std::string_view text) {
  return {{"rich_text", read_inline(text)}};
}

struct Prefix {
  std::string_view sign, type;
};
/// The longer ones first.
constexpr std::array kPrefixes{Prefix{"###### ", "heading_4"},
                               Prefix{"##### ", "heading_4"},
                               Prefix{"#### ", "heading_4"},
                               Prefix{"### ", "heading_3"},
                               Prefix{"## ", "heading_2"},
                               Prefix{"# ", "heading_1"},
                               Prefix{"- [ ] ", "to_do"},
                               Prefix{"- [x] ", "to_do"},
                               Prefix{"- [X] ", "to_do"},
                               Prefix{"- ", "bulleted_list_item"},
                               Prefix{"* ", "bulleted_list_item"},
                               Prefix{"+ ", "bulleted_list_item"},
                               Prefix{"> ", "quote"}};
constexpr auto kHolders = std::to_array<std::string_view>(
    {"paragraph", "bulleted_list_item", "numbered_list_item", "to_do", "quote"});

/// The "{key="value"}" that ends a line, cut off from it.
std::string_view take_attributes(std::string_view& line) {
  if (!line.ends_with("\"}")) return {};
  const auto begin = line.rfind('{');
  const bool apart = begin == 0 || (begin != line.npos && line[begin - 1] == ' ');
  if (!apart || !line.substr(begin).contains("=\"")) return {};
  const auto attributes = line.substr(begin + 1, line.size() - begin - 2);
  line = line.substr(0, begin == 0 ? 0 : begin - 1);
  return attributes;
}

/// What "1. " or "1) " leaves of a line that starts so.
std::optional<std::string_view> numbered(std::string_view line) {
  const auto digits = line.find_first_not_of("0123456789");
  if (digits == 0 || digits > 9 || digits == line.npos) return std::nullopt;
  const auto sign = line.substr(digits, 2);
  if (sign == ". " || sign == ") ") return line.substr(digits + 2);
  return std::nullopt;
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
    return blocks;
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

  static MarkdownBlock text_block(std::string_view line) {
    auto rest = line;
    const auto attributes = take_attributes(rest);
    auto block = plain_block(rest);
    if (const auto color = long_color(attribute_of(attributes, "color")); !color.empty())
      block.content["color"] = color;
    if (block.type.starts_with("heading") && attribute_of(attributes, "toggle") == "true")
      block.content["is_toggleable"] = true;
    return block;
  }

  static MarkdownBlock plain_block(std::string_view line) {
    if (const auto text = numbered(line)) return {"numbered_list_item", text_content(*text)};
    for (const auto& [sign, type] : kPrefixes) {
      // An empty item has lost the space after its sign.
      const bool bare = line.size() + 1 == sign.size() && sign.starts_with(line);
      if (!bare && !line.starts_with(sign)) continue;
      MarkdownBlock block{std::string(type),
                          text_content(line.substr(std::min(sign.size(), line.size())))};
      if (type == "to_do") block.content["checked"] = !sign.contains("[ ]");
      return block;
    }
    return {"paragraph", text_content(line)};
  }

  /// Blocks whose lines are no inline markdown.
  bool read_literal(std::vector<MarkdownBlock>& blocks, const Line& line) {
    if (line.text == "---" || line.text == "***") return add(blocks, {"divider", {}});
    if (line.text.starts_with("```")) return read_code(blocks, line);
    if (line.text.starts_with("$$")) return read_equation(blocks, line);
    return line.text.starts_with("![") && read_image(blocks, line.text);
  }

  bool add(std::vector<MarkdownBlock>& blocks, MarkdownBlock block) {
    ++at_;
    blocks.push_back(std::move(block));
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
    if (rest.size() > 2 && rest.ends_with("$$"))
      return add(blocks, {"equation", {{"expression", rest.substr(0, rest.size() - 2)}}});
    if (!rest.empty()) return false;
    ++at_;
    blocks.push_back({"equation", {{"expression", lines_until("$$", line.column)}}});
    return true;
  }

  static json::object file_at(const std::string& url) {
    if (url.contains("/files/") && url.contains("signature="))
      return {{"type", "file"}, {"file", {{"url", url}}}};
    return {{"type", "external"}, {"external", {{"url", url}}}};
  }

  bool read_image(std::vector<MarkdownBlock>& blocks, std::string_view line) {
    take_attributes(line);
    if (!line.ends_with(')')) return false;
    const auto middle = line.rfind("](");
    const auto end = middle == line.npos ? middle : line.find(')', middle);
    if (end + 1 != line.size() || end == middle + 2) return false;
    auto content = file_at(std::string(line.substr(middle + 2, end - middle - 2)));
    content["caption"] = read_inline(line.substr(2, middle - 2));
    return add(blocks, {"image", std::move(content)});
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepth
  bool read_tag(std::vector<MarkdownBlock>& blocks, const Line& line, std::size_t depth) {
    if (!line.text.starts_with('<') && !line.text.starts_with('|')) return false;
    if (read_table_lines(blocks, line)) return true;
    if (line.text == "<empty-block/>") {
      add(blocks, {"paragraph", {{"rich_text", json::array()}}});
      read_children(blocks, line.column, depth);
      return true;
    }
    return read_reference(blocks, line.text) || read_media(blocks, line.text) ||
           (depth < kDepth && read_frame(blocks, line, depth));
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

  bool read_reference(std::vector<MarkdownBlock>& blocks, std::string_view line) {
    if (const auto tag = tag_in(line, "table_of_contents"); !tag.empty()) {
      json::object content;
      if (const auto color = long_color(attribute_of(tag, "color")); !color.empty())
        content["color"] = color;
      return add(blocks, {"table_of_contents", std::move(content)});
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kReferences{
        {{"page", "child_page"}, {"database", "child_database"}, {"unknown", "unknown"}}};
    for (const auto& [name, type] : kReferences) {
      const auto tag = tag_in(line, name);
      const auto id = tag.empty() ? std::string() : id_in_link(attribute_of(tag, "url"));
      if (id.empty()) continue;
      MarkdownBlock block{std::string(type), {}, {}, id};
      if (name == "unknown")
        block.type = attribute_of(tag, "alt");
      else
        block.content["title"] = title_in(line, tag.size() + 2, name);
      return add(blocks, std::move(block));
    }
    return false;
  }

  static std::string title_in(std::string_view line, std::size_t begin, std::string_view name) {
    std::string title;
    const auto end = line.rfind("</" + std::string(name));
    if (end == line.npos || end < begin) return title;
    for (const auto& item : read_inline(line.substr(begin, end - begin)))
      title += text_of(item.as_object(), "plain_text");
    return title;
  }

  bool read_media(std::vector<MarkdownBlock>& blocks, std::string_view line) {
    for (const std::string_view name : {"audio", "video", "file", "pdf"}) {
      const auto tag = tag_in(line, name);
      const auto source = tag.empty() ? std::string() : attribute_of(tag, "src");
      if (source.empty()) continue;
      const auto begin = tag.size() + 2;
      const auto end = line.rfind("</" + std::string(name));
      auto content = file_at(source);
      content["caption"] = end == line.npos || end < begin
                               ? json::array()
                               : read_inline(line.substr(begin, end - begin));
      return add(blocks, {std::string(name), std::move(content)});
    }
    return false;
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
      blocks.push_back(framed(name, tag, title, std::move(inside)));
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

  static MarkdownBlock framed(std::string_view name, std::string_view tag, const std::string& title,
                              std::vector<MarkdownBlock> inside) {
    const auto color = long_color(attribute_of(tag, "color"));
    MarkdownBlock block;
    if (name == "details")
      block = {"toggle", text_content(title), std::move(inside)};
    else if (name == "callout")
      block = callout(tag, std::move(inside));
    else if (name == "columns")
      block = {"column_list", {}, columns_in(std::move(inside))};
    else if (name == "column")
      block = {"column", {}, std::move(inside)};
    else
      block = synced(name, tag, std::move(inside));
    if (!color.empty() && block.content.contains("rich_text")) block.content["color"] = color;
    return block;
  }

  /// The first paragraph in a callout is its own text.
  static MarkdownBlock callout(std::string_view tag, std::vector<MarkdownBlock> inside) {
    MarkdownBlock block{"callout", {{"rich_text", json::array()}}};
    if (const auto sign = attribute_of(tag, "icon"); !sign.empty())
      block.content["icon"] = json::object{{"type", "emoji"}, {"emoji", sign}};
    const bool text = !inside.empty() && inside.front().type == "paragraph";
    if (text) {
      block.content["rich_text"] = inside.front().content["rich_text"];
      auto deeper = std::move(inside.front().children);
      inside.erase(inside.begin());
      inside.insert(inside.begin(), std::make_move_iterator(deeper.begin()),
                    std::make_move_iterator(deeper.end()));
    }
    block.children = std::move(inside);
    return block;
  }

  static std::vector<MarkdownBlock> columns_in(std::vector<MarkdownBlock> inside) {
    std::erase_if(inside, [](const MarkdownBlock& each) { return each.type != "column"; });
    return inside;
  }

  static MarkdownBlock synced(std::string_view name, std::string_view tag,
                              std::vector<MarkdownBlock> inside) {
    const auto id = id_in_link(attribute_of(tag, "url"));
    if (name == "synced_block")
      return {"synced_block", {{"synced_from", nullptr}}, std::move(inside), id};
    return {"synced_block",
            {{"synced_from", {{"type", "block_id"}, {"block_id", id}}}},
            {},
            std::string()};
  }

  std::vector<Line> lines_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<MarkdownBlock> read_blocks(std::string_view markdown) {
  return Reader(markdown).read(0, {}, 0);
}

}  // namespace storyreel::workspace
