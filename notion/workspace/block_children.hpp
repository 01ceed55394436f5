#pragma once

#include <string_view>

#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// Throws validation_error unless a block of `type` with `content` may stand in `parent`.
void check_place(const Node& parent, std::string_view type, const json::object& content,
                 std::string_view path);

/// Throws validation_error unless a new block's content, at `path`, has the children that its type
/// cannot be without.
void check_children(std::string_view type, const json::object& content, std::string_view path);

}  // namespace storyreel::workspace
