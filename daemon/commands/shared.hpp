#pragma once

#include <memory>

#include "cache/cache.hpp"
#include "cache/records.hpp"
#include "config/settings.hpp"
#include "daemon/commands/commands.hpp"

/// What several commands do the same way.
namespace storyreel::commands {

/// The settings in force. Throws UsageError.
config::Settings settings(const Arguments& arguments);

/// Likewise, for commands that ask neither Notion nor a provider: whoever may look at the state
/// directory may give them.
config::Settings settings_without_secrets(const Arguments& arguments);

/// The database, beside a daemon that may be running. Throws UsageError when there is none yet.
std::unique_ptr<cache::Database> database(const config::Settings& settings);

/// The one video that `text` means. Throws UsageError that lists the candidates otherwise.
cache::Video one_video(cache::Database& database, const std::string& text);

}  // namespace storyreel::commands
