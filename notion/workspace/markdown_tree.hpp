#pragma once

#include <set>
#include <string>
#include <vector>

#include "notion/workspace/call.hpp"
#include "notion/workspace/markdown.hpp"

namespace storyreel::workspace {

/// Blocks of the store as markdown has them.
struct MarkdownTree {
  std::vector<MarkdownBlock> blocks;
  std::vector<std::string> unknown;  ///< ids of blocks that markdown has no form for
  bool truncated = false;            ///< there are more than 20,000
};

/// What `node` holds when it is a page, or the block itself.
MarkdownTree load_markdown(Call& call, const Node& node);

/// Puts blocks below `parent` from `position` on, which must be free. A block whose id is in
/// `movable` comes from where it stands; a reference to another page becomes a mention of it.
/// Throws validation_error.
void insert_markdown(Call& call, const std::string& parent, std::int64_t position,
                     const std::vector<MarkdownBlock>& blocks,
                     const std::set<std::string>& movable);

}  // namespace storyreel::workspace
