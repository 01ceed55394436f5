#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/markdown.hpp"

// Blocks by what their lines say, without the tree they stand in: each is one part of the grammar.
namespace storyreel::workspace {

/// {rich_text} of inline markdown.
json::object text_content(std::string_view text);

/// The {key="value" …} that ends a line, cut off from it; empty when it has none.
std::string_view take_attributes(std::string_view& line);

/// The block that a line of text is: a heading, an item of a list, a quote or a paragraph.
MarkdownBlock text_block(std::string_view line);

/// The image of "![CAPTION](URL)".
std::optional<MarkdownBlock> image_block(std::string_view line);

/// The block that a line with one tag is and that holds no others: a reference, a file or a table
/// of contents.
std::optional<MarkdownBlock> tag_block(std::string_view line);

/// The block of a tag that stands around others: "NAME …" around `inside`. Only a toggle has a
/// `title`.
MarkdownBlock frame_block(std::string_view name, std::string_view tag, const std::string& title,
                          std::vector<MarkdownBlock> inside);

}  // namespace storyreel::workspace
