#include <string>
#include <system_error>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "cache/backup.hpp"
#include "cache/failure.hpp"
#include "cache/journal.hpp"
#include "cache/repository.hpp"
#include "cache/schema.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::cache {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStudio = "studio_page";

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw UsageError(file.string() + " is no backup that can be restored: " + why);
}

bool is_newest(Database& database) {
  return schema_version(database) == static_cast<int>(schema_steps().size());
}

bool is_of_same_studio(Database& one, Database& other) {
  const auto studio = facts::find(one, kStudio);
  return studio && studio == facts::find(other, kStudio);
}

// What was spent is spent, what was made stands, and links that were given out stand for good, also
// where Notion shows them. What was brought to a place is there.
void take_rows(Database& restored, const fs::path& replaced) {
  SQLite::Statement attach(restored, R"(ATTACH DATABASE :file AS replaced)");
  attach.bind(":file", replaced.string());
  attach.exec();
  SQLite::Transaction transaction(restored);
  restored.exec(R"sql(
    DELETE FROM ledger WHERE state = 'open' AND id IN (SELECT id FROM replaced.ledger);
    INSERT OR IGNORE INTO ledger SELECT * FROM replaced.ledger;
    INSERT OR IGNORE INTO artifacts SELECT * FROM replaced.artifacts;
    INSERT OR IGNORE INTO publications SELECT * FROM replaced.publications;
    INSERT OR REPLACE INTO uploads SELECT * FROM replaced.uploads;
    INSERT OR REPLACE INTO objects SELECT * FROM replaced.objects;
    INSERT OR REPLACE INTO film_blocks
      SELECT * FROM replaced.film_blocks WHERE video_id IN (SELECT id FROM videos);
    UPDATE videos SET film = shown.film, render = shown.render
      FROM replaced.videos AS shown WHERE shown.id = videos.id AND shown.render <> '';
    UPDATE items SET picture_link = shown.picture_link, image = shown.image
      FROM replaced.items AS shown
      WHERE shown.id = items.id AND shown.text = items.text AND shown.picture_link <> '';
  )sql");
  transaction.commit();
}

// A record is restored because something is wrong with the one that goes: it is asked with care,
// and need not answer.
void carry_over(Database& restored, const fs::path& replaced) {
  try {
    {
      SQLite::Database old(replaced.string(), SQLite::OPEN_READONLY);
      if (!is_newest(old) || !is_of_same_studio(old, restored) || !faults(old).empty()) return;
    }
    take_rows(restored, replaced);
  } catch (const SQLite::Exception&) {
  } catch (const Error&) {
  }
}

// What the journal beside it still holds goes into it, where it can be read.
void settle(const fs::path& file) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    leave_journal(database);
  } catch (const SQLite::Exception&) {
  }
}

// A second name, so that the first never is without a record. Some file systems have none.
void keep_as(const fs::path& file, const fs::path& kept) {
  std::error_code error;
  fs::create_hard_link(file, kept, error);
  if (error) fs::copy_file(file, kept);
}

// With what could not be settled: it is all there is.
void keep(const fs::path& file, const fs::path& kept) {
  keep_as(file, kept);
  for (const char* ending : kJournalEndings)
    if (fs::exists(beside(file, ending))) keep_as(beside(file, ending), beside(kept, ending));
}

}  // namespace

// Judged before anything is touched.
std::unique_ptr<Database> open_backup(const fs::path& file) {
  try {
    auto database = std::make_unique<Database>(file.string(), SQLite::OPEN_READONLY);
    if (schema_version(*database) == 0) refuse(file, "it holds no record of storyreel's");
    const auto wrong = faults(*database);
    if (!wrong.empty()) refuse(file, wrong.front());
    return database;
  } catch (const SQLite::Exception& failure) {
    refuse(file, failure.what());
  }
}

fs::path restore(Database& from, const fs::path& to) {
  const auto made = beside(to, ".part");
  copy_database(from, made);
  const bool replaces = fs::exists(to);
  if (replaces) settle(to);
  try {
    SQLite::Database copied(made.string(), SQLite::OPEN_READWRITE);
    migrate(copied);
    drop_mirror(copied);
    if (replaces) carry_over(copied, to);
  } catch (const SQLite::Exception& failure) {
    throw failed(made.string(), failure);
  }
  const auto kept = replaces ? kept_beside(to, ".before-restore").next : fs::path();
  if (replaces) keep(to, kept);
  // Before the name changes hands: SQLite would take an old journal for the new file's.
  remove_journal(to);
  commit_file(made, to);
  return kept;
}

}  // namespace storyreel::cache
