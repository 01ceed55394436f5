#include "cache/backup.hpp"

#include <system_error>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "cache/failure.hpp"
#include "cache/schema.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::cache {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const char* ending) {
  return fs::path(file.native() + ending);
}

void remove_with_journal(const fs::path& file) {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm", "-journal"})
    fs::remove(beside(file, ending), ignored);
}

void copy(Database& from, const fs::path& to) {
  try {
    SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup(copy, from).executeStep(-1);
    // One file, without a journal beside it.
    copy.exec("PRAGMA journal_mode = DELETE");
  } catch (const SQLite::Exception& failure) {
    throw failed(to.string(), failure);
  }
}

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw UsageError(file.string() + " is no backup that can be restored: " + why);
}

void look_for_faults(Database& database, std::vector<std::string>& found) {
  SQLite::Statement check(database, R"(PRAGMA integrity_check(20))");
  while (check.executeStep()) {
    const auto said = check.getColumn(0).getString();
    if (said != "ok") found.push_back(said);
  }
  SQLite::Statement keys(database, R"(PRAGMA foreign_key_check)");
  while (keys.executeStep()) {
    found.push_back("a row of " + keys.getColumn(0).getString() + " names one of " +
                    keys.getColumn(2).getString() + " that is not there");
  }
}

// Judged before anything is touched.
void require_sound(const fs::path& file) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
    if (schema_version(database) == 0) refuse(file, "it holds no record of storyreel's");
    const auto wrong = faults(database);
    if (!wrong.empty()) refuse(file, wrong.front());
  } catch (const SQLite::Exception& failure) {
    refuse(file, failure.what());
  }
}

}  // namespace

void back_up(Database& from, const fs::path& to) {
  if (fs::exists(to)) throw Error(to.string() + " is there already: name a new file");
  const auto made = beside(to, ".part");
  remove_with_journal(made);
  copy(from, made);
  commit_file(made, to);
}

void restore(const fs::path& from, const fs::path& to) {
  require_sound(from);
  const auto made = beside(to, ".part");
  remove_with_journal(made);
  {
    SQLite::Database source(from.string(), SQLite::OPEN_READONLY);
    copy(source, made);
    SQLite::Database copied(made.string(), SQLite::OPEN_READWRITE);
    migrate(copied);
    drop_mirror(copied);
  }
  if (fs::exists(to)) {
    // What the journal beside it still holds goes into the file that is kept.
    SQLite::Database(to.string(), SQLite::OPEN_READWRITE).tryExec("PRAGMA journal_mode = DELETE");
    commit_file(to, beside(to, ".before-restore"));
  }
  remove_with_journal(to);
  commit_file(made, to);
}

std::vector<std::string> faults(Database& database) {
  std::vector<std::string> found;
  try {
    look_for_faults(database, found);
  } catch (const SQLite::Exception& failure) {
    // So damaged that the check itself gives up.
    found.emplace_back(failure.what());
  }
  return found;
}

void drop_mirror(Database& database) {
  SQLite::Transaction transaction(database);
  // The rows themselves stay: one that is gone from Notion by then is to be missed.
  database.exec(R"sql(
    UPDATE pages SET property_values = '{}', sent = '{}', body_hash = '', body_blocks = '',
      last_edited_time = 0, seen_at = 0;
    UPDATE bases SET watermark = NULL, swept_at = NULL, schema_at = NULL;
  )sql");
  transaction.commit();
}

}  // namespace storyreel::cache
