#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include <toml++/toml.h>

#include "config/keys.hpp"

namespace storyreel::config {

/// Reads `value` by the key's rule into `draft`. Returns what is wrong with it and what is
/// allowed ("is 52; allowed are 0 to 51"), or nothing. Relative paths are relative to `folder`.
std::string read_value(const Rule& rule, const toml::node& value,
                       const std::filesystem::path& folder, Draft& draft);

}  // namespace storyreel::config
