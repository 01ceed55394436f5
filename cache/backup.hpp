#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cache/cache.hpp"

/// Copies of the record, and care for it.
namespace storyreel::cache {

/// Copies the database `from` as it stands at one moment into the new file `to`, beside whoever
/// works with it; `to` appears when it is whole and on disk. Throws Error, also where `to` is
/// there.
void back_up(Database& from, const std::filesystem::path& to);

/// Puts the backup `from` in place of the database `to`, which is kept as `to` + ".before-restore";
/// what is known of Notion is dropped, so that it is read anew. The caller holds the state
/// directory. Throws UsageError when `from` is no sound record of a storyreel of now or before.
void restore(const std::filesystem::path& from, const std::filesystem::path& to);

/// What SQLite finds wrong with the file, a line each; nothing: it is sound.
std::vector<std::string> faults(Database& database);

/// Forgets what Notion showed: the next pass reads all of it, and takes nothing of it for an edit
/// that is as the record says.
void drop_mirror(Database& database);

}  // namespace storyreel::cache
