#pragma once

#include <string>
#include <string_view>

#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// What a run of rich text mentions, and how it reads.
struct Mention {
  json::object content;  ///< {type, <type>}
  std::string plain;
  json::value href;
};

/// Reads a mention of a user, page, database, date, or of what a template fills in. Throws
/// validation_error, and object_not_found for what the caller does not see.
Mention read_mention(Call& call, const json::value& value, std::string_view path);

/// Gives the mentions in stored rich text the present names of what they mention: "Untitled" for
/// what the caller can't see.
void refresh_mentions(Call& call, json::value& rich_text);

}  // namespace storyreel::workspace
