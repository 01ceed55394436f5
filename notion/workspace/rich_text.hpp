#pragma once

#include <string>
#include <string_view>

#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// Rich text of a request as Notion gives it back: every item whole (annotations, plain_text,
/// href), adjacent runs of the same looks merged, empty ones dropped. Throws validation_error.
json::array read_rich_text(Call& call, const json::value& value, std::string_view path);

/// The characters of stored rich text.
std::string plain_text(const json::value& rich_text);

/// Stored rich text of one plain run.
json::array rich_text_of(std::string_view text);

/// The name of a colour that text and blocks can have. Throws validation_error.
json::string read_color(const json::value& value, std::string_view path);

/// {url} of at most 2,000 characters, as in external files and links.
json::object read_link(const json::value& value, std::string_view path);

}  // namespace storyreel::workspace
