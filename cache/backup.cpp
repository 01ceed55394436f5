#include "cache/backup.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "cache/journal.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::cache {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

void back_up(Database& from, const fs::path& to) {
  if (fs::exists(to)) throw Error(to.string() + " is there already: name a new file");
  const auto made = beside(to, ".part");
  copy_database(from, made);
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

Kept kept_beside(const fs::path& file, const std::string& ending) {
  Kept kept{.last = {}, .next = beside(file, ending)};
  for (int number = 2; fs::exists(kept.next); ++number)
    kept = {.last = kept.next, .next = beside(file, ending + "-" + std::to_string(number))};
  return kept;
}

}  // namespace storyreel::cache
