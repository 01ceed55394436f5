#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "config/settings.hpp"

namespace storyreel::config {

/// The configuration file in force: `given` (--config), $STORYREEL_CONFIG,
/// $XDG_CONFIG_HOME/storyreel/storyreel.toml (or ~/.config), /etc/storyreel/storyreel.toml; the
/// first that is named or exists. Throws UsageError that lists the places when there is none.
std::filesystem::path find(const std::optional<std::filesystem::path>& given);

/// Whether the files that hold secrets are read too: who may use a studio need not be allowed to.
enum class Secrets { read, left };

/// Reads a TOML file. Unknown tables and keys (with the nearest known one), wrong types, units and
/// ranges are UsageErrors of the form "FILE:LINE: what is wrong; what is allowed". Relative paths
/// are relative to the file. A secret that can't be read is an error, one that is not named is
/// none.
Settings load(const std::filesystem::path& file, Secrets secrets = Secrets::read);

/// As load(), from text; `file` names it in messages and anchors relative paths.
Settings parse(std::string_view text, const std::filesystem::path& file,
               Secrets secrets = Secrets::read);

/// The settings' part of a Notion page id or URL: 32 hexadecimal digits, as a UUID with dashes.
/// nullopt when there is none.
std::optional<std::string> page_id(std::string_view id_or_url);

}  // namespace storyreel::config
