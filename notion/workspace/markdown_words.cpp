#include "notion/workspace/markdown_words.hpp"

#include <utility>

#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string safe_url(std::string url) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kCodes{{{"(", "%28"},
                                                                                 {")", "%29"},
                                                                                 {" ", "%20"},
                                                                                 {"\"", "%22"},
                                                                                 {"<", "%3C"},
                                                                                 {">", "%3E"},
                                                                                 {"\n", "%0A"},
                                                                                 {"\\", "%5C"}}};
  for (const auto& [sign, code] : kCodes) url = replaced(std::move(url), sign, code);
  return url;
}

std::string plain_of(const json::array& rich_text) {
  std::string text;
  for (const auto& item : rich_text) text += text_of(item.as_object(), "plain_text");
  return text;
}

std::string attribute_of(std::string_view attributes, std::string_view name) {
  // One after the other: what looks like an attribute in another's value is none.
  while (true) {
    const auto sign = attributes.find("=\"");
    const auto end = sign == attributes.npos ? sign : attributes.find('"', sign + 2);
    if (end == attributes.npos) return {};
    const auto words = attributes.substr(0, sign);
    if (words.substr(words.find_last_of(" \t") + 1) == name)
      return std::string(attributes.substr(sign + 2, end - sign - 2));
    attributes.remove_prefix(end + 1);
  }
}

std::string short_color(std::string_view color) {
  constexpr std::string_view kLong = "_background";
  if (!color.ends_with(kLong)) return std::string(color);
  return std::string(color.substr(0, color.size() - kLong.size())) + "_bg";
}

std::string long_color(std::string_view color) {
  constexpr auto kColors = std::to_array<std::string_view>(
      {"gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"});
  const auto plain = color.ends_with("_bg") ? color.substr(0, color.size() - 3) : color;
  for (const auto each : kColors)
    if (each == plain) return std::string(plain) + (plain == color ? "" : "_background");
  return {};
}

std::string id_in_link(std::string_view url) {
  const auto text = url.substr(url.find_last_of("/#") + 1);
  const auto plain = text.substr(0, text.find('?'));
  if (const auto id = to_id(plain); !id.empty()) return id;
  // Notion's own links carry the title before the id: "/Some-title-ID".
  return plain.size() > 32 ? to_id(plain.substr(plain.size() - 32)) : std::string();
}

}  // namespace storyreel::workspace
