#include <algorithm>
#include <array>

#include "notion/workspace/markdown_parts.hpp"
#include "notion/workspace/markdown_words.hpp"

namespace storyreel::workspace {
namespace {

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

/// What "1. " or "1) " leaves of a line that starts so.
std::optional<std::string_view> numbered(std::string_view line) {
  const auto digits = line.find_first_not_of("0123456789");
  // CommonMark's bound: a longer number is text.
  if (digits == 0 || digits > 9 || digits == line.npos) return std::nullopt;
  const auto sign = line.substr(digits, 2);
  if (sign == ". " || sign == ") ") return line.substr(digits + 2);
  return std::nullopt;
}

MarkdownBlock plain_block(std::string_view line) {
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

}  // namespace

json::object text_content(std::string_view text) {
  return {{"rich_text", read_inline(text)}};
}

std::string_view take_attributes(std::string_view& line) {
  if (!line.ends_with("\"}")) return {};
  const auto begin = line.rfind('{');
  const bool apart = begin == 0 || (begin != line.npos && line[begin - 1] == ' ');
  if (!apart || !line.substr(begin).contains("=\"")) return {};
  const auto attributes = line.substr(begin + 1, line.size() - begin - 2);
  line = line.substr(0, begin == 0 ? 0 : begin - 1);
  return attributes;
}

MarkdownBlock text_block(std::string_view line) {
  auto rest = line;
  const auto attributes = take_attributes(rest);
  auto block = plain_block(rest);
  if (const auto color = long_color(attribute_of(attributes, "color")); !color.empty())
    block.content["color"] = color;
  if (block.type.starts_with("heading") && attribute_of(attributes, "toggle") == "true")
    block.content["is_toggleable"] = true;
  return block;
}

}  // namespace storyreel::workspace
