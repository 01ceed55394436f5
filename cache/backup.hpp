#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cache/cache.hpp"

/// Copies of the record, and care for it.
namespace storyreel::cache {

/// Copies the database `from` as it stands at one moment into the new file `to`, beside whoever
/// works with it; `to` appears when it is whole and on disk. Throws Error, also where `to` is
/// there.
void back_up(Database& from, const std::filesystem::path& to);

/// A backup that can be restored, open to be read. Throws UsageError when `file` is no sound record
/// of a storyreel of now or before.
std::unique_ptr<Database> open_backup(const std::filesystem::path& file);

/// Puts the backup `from` in place of the database `to`; what is known of Notion is dropped, so
/// that it is read anew. A record that stood there is kept beside it, under the name that is
/// returned (else an empty one), and what it says of purchases, files and links that the backup
/// does not know yet is taken over, as far as it can be read and is of the same studio. At any
/// moment, power lost included, either of the two stands at `to`. The caller holds the state
/// directory.
std::filesystem::path restore(Database& from, const std::filesystem::path& to);

/// What SQLite finds wrong with the file, a line each; nothing: it is sound.
std::vector<std::string> faults(Database& database);

/// Forgets what Notion showed: the next pass reads all of it, and takes nothing of it for an edit
/// that is as the record says.
void drop_mirror(Database& database);

/// Copies of `file` that are kept beside it: FILE + ending, then FILE + ending + "-2" and so on.
struct Kept {
  std::filesystem::path last;  ///< of those that are there; empty: none is
  std::filesystem::path next;  ///< a name that is free
};
Kept kept_beside(const std::filesystem::path& file, const std::string& ending);

}  // namespace storyreel::cache
