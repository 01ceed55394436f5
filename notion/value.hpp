#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/mirror.hpp"

/// A property's value as its canonical text, which is what the mirror keeps and diffs compare:
///   title, rich_text  plain text            number    shortest decimal ("12", "0.5")
///   select, status    option's name         checkbox  "true", or blank
///   multi_select      names, a line each    url       as it is
///   date              ISO start             files     a line each: external URL, or name
/// Blank is the empty text.
namespace storyreel::notion {

std::string number_text(double number);

/// The number that a canonical text says; nullopt for blank and anything else.
std::optional<double> to_number(std::string_view text);

/// Lines of a multi_select or files value; blank has none.
std::vector<std::string> lines(std::string_view text);
std::string join_lines(const std::vector<std::string>& lines);

/// The value of a property; blank where it is not among them.
std::string text_in(const cache::Values& values, std::string_view property);

}  // namespace storyreel::notion
