#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace storyreel::workspace {

/// A new secret that looks like one of Notion's.
std::string new_token();

/// The secret in `file`; the first time a new one, `prefix` and 48 random digits, is written
/// there, mode 0600.
std::string kept_token(const std::filesystem::path& file, std::string_view prefix);

/// Compares in a time that depends on the lengths only.
bool same_token(std::string_view a, std::string_view b);

/// What follows "Bearer " in an Authorization header; empty when there is none.
std::string_view bearer(std::string_view header);

}  // namespace storyreel::workspace
