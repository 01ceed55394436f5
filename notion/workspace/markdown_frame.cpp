#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "notion/workspace/markdown_parts.hpp"
#include "notion/workspace/markdown_words.hpp"

namespace storyreel::workspace {
namespace {

/// The first paragraph in a callout is its own text.
MarkdownBlock callout(std::string_view tag, std::vector<MarkdownBlock> inside) {
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

std::vector<MarkdownBlock> columns_in(std::vector<MarkdownBlock> inside) {
  // The API refuses anything else in a list of columns.
  std::erase_if(inside, [](const MarkdownBlock& each) { return each.type != "column"; });
  return inside;
}

MarkdownBlock synced(std::string_view name, std::string_view tag,
                     std::vector<MarkdownBlock> inside) {
  const auto id = id_in_link(attribute_of(tag, "url"));
  if (name == "synced_block")
    return {"synced_block", {{"synced_from", nullptr}}, std::move(inside), id};
  return {"synced_block",
          {{"synced_from", {{"type", "block_id"}, {"block_id", id}}}},
          {},
          std::string()};
}

}  // namespace

MarkdownBlock frame_block(std::string_view name, std::string_view tag, const std::string& title,
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

}  // namespace storyreel::workspace
