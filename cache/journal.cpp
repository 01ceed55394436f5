#include "cache/journal.hpp"

#include <system_error>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include "cache/failure.hpp"

namespace storyreel::cache {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const std::string& ending) {
  return fs::path(file.native() + ending);
}

void remove_journal(const fs::path& file) {
  std::error_code ignored;
  for (const char* ending : kJournalEndings) fs::remove(beside(file, ending), ignored);
}

// Beside another process that has it open SQLite refuses, which is well: that one is to do it.
void leave_journal(Database& database) {
  try {
    database.setBusyTimeout(0);
  } catch (const SQLite::Exception&) {
    return;
  }
  database.tryExec("PRAGMA journal_mode = DELETE");
}

void copy_database(Database& from, const fs::path& to) {
  remove_journal(to);
  std::error_code ignored;
  fs::remove(to, ignored);
  try {
    SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup(copy, from).executeStep(-1);
    // One file, without a journal beside it.
    copy.exec("PRAGMA journal_mode = DELETE");
  } catch (const SQLite::Exception& failure) {
    throw failed(to.string(), failure);
  }
}

}  // namespace storyreel::cache
