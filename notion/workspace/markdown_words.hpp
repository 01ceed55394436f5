#pragma once

#include <array>
#include <string>
#include <string_view>

#include "notion/workspace/errors.hpp"

// What the writers and the readers of inline markdown and of blocks agree on.
namespace storyreel::workspace {

/// A look of a run that is written by a sign which turns it on and off.
struct Mark {
  std::string_view key, sign;
};
/// "**" before "*", which begins it.
inline constexpr std::array kMarks{Mark{"bold", "**"}, Mark{"italic", "*"},
                                   Mark{"strikethrough", "~~"}};

bool is_blank(char c);

/// `text` with every `what` replaced by `by`, in one walk.
std::string replaced(std::string text, std::string_view what, std::string_view by);

/// A URL that can stand in brackets and quotes.
std::string safe_url(std::string url);

/// The text of rich text, without its looks.
std::string plain_of(const json::array& rich_text);

/// The words of a tag's attributes or of {key="value" …}; empty where there is none.
std::string attribute_of(std::string_view attributes, std::string_view name);

/// "blue_background" as "blue_bg", and the other way; empty for a colour that Notion hasn't.
std::string short_color(std::string_view color);
std::string long_color(std::string_view color);

/// The id that ends a link of this workspace ("…/p/ID", "…#ID"); empty when there is none.
std::string id_in_link(std::string_view url);

}  // namespace storyreel::workspace
