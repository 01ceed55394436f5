#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace storyreel {

bool is_utf8(std::string_view text);

/// `text` with every ill-formed sequence and every NUL replaced by U+FFFD.
std::string to_utf8(std::string_view text);

/// Length in UTF-16 code units, which is how Notion counts characters.
std::size_t utf16_length(std::string_view utf8);

/// Pieces of at most `limit` UTF-16 units whose concatenation is `utf8`; never splits a character
/// (grapheme cluster), unless one alone is longer than `limit`. Empty text gives no piece.
std::vector<std::string> split_utf16(std::string_view utf8, std::size_t limit);

/// `text` on one line: white space and control characters (also those that turn the direction of a
/// line) as single spaces, at most `limit` UTF-16 units, "…" where cut. For log lines and messages
/// shown to people.
std::string one_line(std::string_view text, std::size_t limit);

/// `text` as it compares without case, in every language alike.
std::string folded(std::string_view text);

}  // namespace storyreel
