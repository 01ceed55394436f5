#pragma once

#include <string>

#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {

/// What PATCH …/markdown asks for: an operation of its `type`.
struct MarkdownEdit {
  std::string text;                     ///< the whole document after it
  bool allow_deleting_content = false;  ///< pages and databases may go, too
};

/// Applies the operation that `body` has to `markdown`. Throws validation_error, also for words
/// that don't stand there, or more than once.
MarkdownEdit edit_markdown(const json::object& body, const std::string& markdown);

}  // namespace storyreel::workspace
