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

/// The position of the child `id` of `parent`; throws object_not_found when it is no such.
std::int64_t position_after(Call& call, const Node& parent, const json::value& id,
                            std::string_view path);

/// Whose children `block` shows: its own, or those of the original of a synced block.
std::string shown_by(const Node& block);

}  // namespace storyreel::workspace
