#pragma once

#include "config/settings.hpp"

namespace storyreel::commands {

/// Prints what would be made, bought and written, and does nothing: works on a copy of the record,
/// and only reads from Notion; beside a running daemon not even that, for its record is fresh.
/// Returns the process's exit code.
int dry_run(const config::Settings& settings);

}  // namespace storyreel::commands
