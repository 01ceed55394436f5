#include <array>
#include <utility>

#include "notion/workspace/markdown_lines.hpp"
#include "notion/workspace/markdown_parts.hpp"
#include "notion/workspace/markdown_words.hpp"

namespace storyreel::workspace {
namespace {

json::object file_at(const std::string& url) {
  // A link of ours to an upload, which stays a file of this workspace.
  if (url.contains("/files/") && url.contains("signature="))
    return {{"type", "file"}, {"file", {{"url", url}}}};
  return {{"type", "external"}, {"external", {{"url", url}}}};
}

/// The inline markdown between a tag that ends before `begin` and its closing one.
json::array inside_of(std::string_view line, std::size_t begin, std::string_view name) {
  const auto end = line.rfind("</" + std::string(name));
  if (end == line.npos || end < begin) return {};
  return read_inline(line.substr(begin, end - begin));
}

/// What has a form of its own is not unknown, whatever its tag says: it would come without content.
std::string unknown_type(std::string_view tag) {
  const auto type = attribute_of(tag, "alt");
  return has_markdown(type) ? "unsupported" : type;
}

std::optional<MarkdownBlock> reference_block(std::string_view line) {
  if (const auto tag = tag_in(line, "table_of_contents"); !tag.empty()) {
    json::object content;
    if (const auto color = long_color(attribute_of(tag, "color")); !color.empty())
      content["color"] = color;
    return MarkdownBlock{"table_of_contents", std::move(content)};
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kReferences{
      {{"page", "child_page"}, {"database", "child_database"}, {"unknown", "unknown"}}};
  for (const auto& [name, type] : kReferences) {
    const auto tag = tag_in(line, name);
    const auto id = tag.empty() ? std::string() : id_in_link(attribute_of(tag, "url"));
    if (id.empty()) continue;
    MarkdownBlock block{std::string(type), {}, {}, id};
    if (name == "unknown")
      block.type = unknown_type(tag);
    else
      block.content["title"] = plain_of(inside_of(line, tag.size() + 2, name));
    return block;
  }
  return std::nullopt;
}

std::optional<MarkdownBlock> media_block(std::string_view line) {
  for (const std::string_view name : {"audio", "video", "file", "pdf"}) {
    const auto tag = tag_in(line, name);
    const auto source = tag.empty() ? std::string() : attribute_of(tag, "src");
    if (source.empty()) continue;
    auto content = file_at(source);
    content["caption"] = inside_of(line, tag.size() + 2, name);
    return MarkdownBlock{std::string(name), std::move(content)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<MarkdownBlock> image_block(std::string_view line) {
  take_attributes(line);
  if (!line.ends_with(')')) return std::nullopt;
  const auto middle = line.rfind("](");
  const auto end = middle == line.npos ? middle : line.find(')', middle);
  if (end + 1 != line.size() || end == middle + 2) return std::nullopt;
  auto content = file_at(std::string(line.substr(middle + 2, end - middle - 2)));
  content["caption"] = read_inline(line.substr(2, middle - 2));
  return MarkdownBlock{"image", std::move(content)};
}

std::optional<MarkdownBlock> tag_block(std::string_view line) {
  auto block = reference_block(line);
  return block ? block : media_block(line);
}

}  // namespace storyreel::workspace
