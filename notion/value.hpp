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
///   cover             as one of files
/// Blank is the empty text.
namespace storyreel::notion {

/// The name of a file that Notion keeps: of its address, which is signed anew on every read, it is
/// what stays.
std::string file_name(std::string_view url);

/// Whether a line of a files value, or a cover, names a file that Notion keeps.
bool is_kept_file(std::string_view text);

std::string number_text(double number);

/// The number that a canonical text says; nullopt for blank and anything else.
std::optional<double> to_number(std::string_view text);

/// Lines of a multi_select or files value; blank has none.
std::vector<std::string> lines(std::string_view text);
std::string join_lines(const std::vector<std::string>& lines);

/// The value of a property; blank where it is not among them.
std::string text_in(const cache::Values& values, std::string_view property);

}  // namespace storyreel::notion
