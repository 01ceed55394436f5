#include "notion/workspace/markdown_leaf.hpp"

#include <algorithm>
#include <array>

#include "notion/workspace/markdown_words.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

std::string source_of(const json::object& content) {
  for (const auto* key : {"external", "file"})
    if (const auto* file = find(content, key); file && file->is_object())
      return safe_url(text_of(file->get_object(), "url"));
  return {};
}

std::string write_divider(const MarkdownBlock&, std::string_view) {
  return "---";
}

std::string write_code(const MarkdownBlock& block, std::string_view) {
  const auto text = plain_of(block.content.at("rich_text").as_array());
  // A longer fence than any in the code, or a line of it would end the block.
  std::string fence = "```";
  while (text.contains(fence)) fence += '`';
  const auto language = text_of(block.content, "language");
  return fence + (language == "plain text" ? "" : language) + "\n" +
         (text.empty() ? "" : text + "\n") + fence;
}

std::string write_equation(const MarkdownBlock& block, std::string_view) {
  return "$$\n" + text_of(block.content, "expression") + "\n$$";
}

std::string write_contents(const MarkdownBlock& block, std::string_view) {
  return "<table_of_contents" + color_attribute(block.content) + "/>";
}

std::string write_reference(std::string_view name, const MarkdownBlock& block,
                            std::string_view base) {
  const std::string tag(name);
  const json::array title{json::object{{"plain_text", text_of(block.content, "title")}}};
  return "<" + tag + " url=\"" + link_to(block.id, base) + "\">" + write_inline(title, base) +
         "</" + tag + ">";
}

std::string write_page(const MarkdownBlock& block, std::string_view base) {
  return write_reference("page", block, base);
}

std::string write_database(const MarkdownBlock& block, std::string_view base) {
  return write_reference("database", block, base);
}

std::string write_image(const MarkdownBlock& block, std::string_view base) {
  return "![" + inline_of(block.content, "caption", base) + "](" + source_of(block.content) + ")";
}

std::string write_media(const MarkdownBlock& block, std::string_view base) {
  return "<" + block.type + " src=\"" + source_of(block.content) + "\">" +
         inline_of(block.content, "caption", base) + "</" + block.type + ">";
}

struct Leaf {
  std::string_view type;
  std::string (*write)(const MarkdownBlock& block, std::string_view base);
};
constexpr std::array kLeaves{
    Leaf{"divider", write_divider},   Leaf{"code", write_code},
    Leaf{"equation", write_equation}, Leaf{"table_of_contents", write_contents},
    Leaf{"child_page", write_page},   Leaf{"child_database", write_database},
    Leaf{"image", write_image},       Leaf{"audio", write_media},
    Leaf{"video", write_media},       Leaf{"file", write_media},
    Leaf{"pdf", write_media}};

}  // namespace

std::string inline_of(const json::object& content, std::string_view key, std::string_view base) {
  const auto* text = find(content, key);
  return text && text->is_array() ? write_inline(text->get_array(), base) : std::string();
}

bool flag(const json::object& content, std::string_view key) {
  const auto* value = find(content, key);
  return value && value->is_bool() && value->get_bool();
}

std::string color_attribute(const json::object& content) {
  const auto color = text_of(content, "color");
  return color.empty() || color == "default" ? "" : " color=\"" + short_color(color) + "\"";
}

std::string link_to(std::string_view id, std::string_view base) {
  return std::string(base) + "/p/" + std::string(id);
}

bool is_leaf(std::string_view type) {
  return std::ranges::find(kLeaves, type, &Leaf::type) != kLeaves.end();
}

std::optional<std::string> write_leaf(const MarkdownBlock& block, std::string_view base) {
  const auto* leaf = std::ranges::find(kLeaves, block.type, &Leaf::type);
  if (leaf == kLeaves.end()) return std::nullopt;
  return leaf->write(block, base);
}

}  // namespace storyreel::workspace
