#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "cache/cache.hpp"

/// A database and the files that SQLite keeps beside it.
namespace storyreel::cache {

/// Endings of the journal's files.
inline constexpr std::array kJournalEndings{"-wal", "-shm", "-journal"};

/// FILE + ending.
std::filesystem::path beside(const std::filesystem::path& file, const std::string& ending);

/// Removes what the journal of `file` is in. Nobody has it open.
void remove_journal(const std::filesystem::path& file);

/// Puts what the journal beside `file` still holds into it, and leaves one file, which readers who
/// may not write in its folder can open; as far as that can be done at once.
void leave_journal(Database& database);

/// Copies all of `from` into the file `to`, which needs no journal then. Throws Error.
void copy_database(Database& from, const std::filesystem::path& to);

}  // namespace storyreel::cache
