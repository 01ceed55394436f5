#pragma once

#include <optional>
#include <string_view>

#include "notion/workspace/markdown.hpp"

namespace storyreel::workspace {

/// A table from the attributes of <table …> and what stands in it; nullopt without a cell.
std::optional<MarkdownBlock> read_table(std::string_view attributes, std::string_view inside);

/// A table from lines that begin with "|"; nullopt unless the second is "|---|…".
std::optional<MarkdownBlock> read_pipe_table(std::string_view lines);

}  // namespace storyreel::workspace
