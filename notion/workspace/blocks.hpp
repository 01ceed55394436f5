#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// Reads a block's <type> content; on an update (`old` given) only what is sent changes.
/// `children` is taken out before. Throws validation_error.
json::object read_block(Call& call, std::string_view type, const json::value& content,
                        const json::object* old, std::string_view path);

bool is_block_type(std::string_view type);

/// Adds `children` (as a request has them, nested at most twice) below `parent`, after the child
/// at position `after`, or at the end. Returns the ids of the first level.
std::vector<std::string> append_blocks(Call& call, const std::string& parent,
                                       const json::value& children, std::string_view path,
                                       std::optional<std::int64_t> after = std::nullopt);

}  // namespace storyreel::workspace
