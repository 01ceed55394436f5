#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/errors.hpp"

// Notion's enhanced markdown (https://developers.notion.com/guides/data-apis/enhanced-markdown):
// a block per line, children one tab deeper, tags for what markdown lacks.
namespace storyreel::workspace {

/// A block between markdown and the store. Its content is that of a request; files have links.
struct MarkdownBlock {
  std::string type;
  json::object content{};
  std::vector<MarkdownBlock> children{};
  /// Of the block it was read from. Markdown refers by it to what it can't hold: pages, databases
  /// and `unknown` blocks.
  std::string id{};
};

/// The inline markdown of rich text as the API shows it. `base` is where links to pages begin.
std::string write_inline(const json::array& rich_text, std::string_view base);

/// Rich text of a request from inline markdown. Takes any text.
json::array read_inline(std::string_view markdown);

/// The markdown of each of the blocks, which stand beside one another.
std::vector<std::string> write_blocks(const std::vector<MarkdownBlock>& blocks,
                                      std::string_view base);

/// True for a type of block that markdown can hold; others are written as <unknown …/>.
bool has_markdown(std::string_view type);

/// The blocks of a document. Takes any text: what is no markdown is a paragraph.
std::vector<MarkdownBlock> read_blocks(std::string_view markdown);

}  // namespace storyreel::workspace
