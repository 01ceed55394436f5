#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "notion/workspace/markdown.hpp"

// What the parts of a block's markdown are written with, whatever the tree it stands in.
namespace storyreel::workspace {

/// The inline markdown of the rich text under `key`; empty where there is none.
std::string inline_of(const json::object& content, std::string_view key, std::string_view base);

/// Whether `key` is there and true.
bool flag(const json::object& content, std::string_view key);

/// " color="…"", or nothing for the default.
std::string color_attribute(const json::object& content);

/// Where a page or block of this id is linked to.
std::string link_to(std::string_view id, std::string_view base);

/// Whether write_leaf knows `type`.
bool is_leaf(std::string_view type);

/// The lines of a block that holds no others and is no line of text, without a last line feed;
/// nullopt for any other type.
std::optional<std::string> write_leaf(const MarkdownBlock& block, std::string_view base);

}  // namespace storyreel::workspace
