#include "cache/schema.hpp"

#include <fmt/format.h>
#include <set>
#include <sqlite3.h>
#include <sstream>

#include <doctest/doctest.h>

#include "cache/hosting.hpp"
#include "cache/ledger.hpp"
#include "cache/origins.hpp"
#include "daemon/runtime/error.hpp"
#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

int newest() {
  return static_cast<int>(schema_steps().size());
}

// A database as schema `version` made it.
SQLite::Database of_version(int version) {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  for (int step = 0; step < version; ++step) {
    database.exec(std::string(schema_steps()[static_cast<std::size_t>(step)]));
  }
  return database;
}

std::string text_of(Database& database, const std::string& sql) {
  std::string text;
  for (SQLite::Statement row(database, sql); row.executeStep();) {
    for (int i = 0; i < row.getColumnCount(); ++i) text += row.getColumn(i).getString() + "|";
    text += "\n";
  }
  return text;
}

// The steps of the plan for `sql`, one a line.
std::string plan_of(Database& database, const std::string& sql) {
  return text_of(database, "EXPLAIN QUERY PLAN " + sql);
}

// A scan without an index; one of a constant row is not of a table.
bool scans_table(const std::string& plan) {
  std::istringstream steps(plan);
  for (std::string step; std::getline(steps, step);) {
    const bool scan = step.find("SCAN ") != std::string::npos;
    if (scan && step.find("CONSTANT ROW") == std::string::npos &&
        step.find("INDEX") == std::string::npos) {
      return true;
    }
  }
  return false;
}

// Collects the SQL of every statement that runs while it lives.
class Trace {
 public:
  Trace(Database& database, std::set<std::string>& statements) : database_(database) {
    sqlite3_trace_v2(database_.getHandle(), SQLITE_TRACE_STMT, note, &statements);
  }
  ~Trace() { sqlite3_trace_v2(database_.getHandle(), 0, nullptr, nullptr); }
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

 private:
  static int note(unsigned, void* statements, void* statement, void* text) {
    // A trigger's statements come as comments, and are explained with the statement that fires it.
    if (std::string_view(static_cast<const char*>(text)).starts_with("--")) return 0;
    static_cast<std::set<std::string>*>(statements)
        ->insert(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
    return 0;
  }

  Database& database_;
};

// Every function of the repository that must not read a whole table.
void run_lookups(Database& database) {
  videos::save(database, plain_video("v"));
  videos::find_by_page(database, "p");
  videos::revisions(database);
  videos::counts(database);
  videos::unpushed(database);
  videos::set_pushed(database, "v", 1);
  items::save(database, plain_item("i", "v"));
  items::find_by_page(database, "p");
  items::of_video(database, "v");
  fills::save(database, {"i", "Image Prompt", "", "", "", {}});
  fills::of_owner(database, "i");
  fills::with_words(database, "Image Prompt", "words");
  fills::of_video(database, "v");
  candidates::select(database, {"c", "i", "picture", "", 0, 0, 0, "k", true, {}});
  candidates::of_video(database, "v");
  origins::of_video(database, "v");
  origins::save(database, {.item_id = "i", .kind = "picture", .artifact = "k"});
  jobs::save(database, {"i", "speak", "k", 0, "", {}, "", {}});
  jobs::of_video(database, "v");
  jobs::remove(database, "i", "speak");
  objects::save(database, {.name = "n"});
  objects::find(database, "n");
  objects::wanted(database);
  jobs::remove_of_owner(database, "i");
  artifacts::find(database, "k");
  artifacts::remove(database, "k");
  intents::remove(database, "i");
  publications::find(database, "n");
  publications::of_artifact(database, "k");
  uploads::save(database, {.name = "n"});
  uploads::find(database, "n");
  uploads::refused(database, "n");
  uploads::retry_refused(database, 1);
  uploads::remove(database, "n");
  films::save(database, {.video_id = "v"});
  films::find(database, "v");
  films::unshown(database);
  films::remove(database, "v");
  ledger::save(database, {.id = "p", .key = "k"});
  ledger::find(database, "p");
  ledger::of_key(database, "k");
  ledger::of_video(database, "v");
  ledger::of_video_in_all(database, "v");
  ledger::since(database, {});
  ledger::tell(database, "i", "speak");
  ledger::doubt_open(database, {});
  ledger::remove(database, "p");
  facts::find(database, "bot_id");
  bases::videos(database);
  bases::of_video(database, "v");
  bases::details(database);
  bases::lacking_views(database, "details", 4, "details");
  bases::remove(database, "s");
  views::save(database, "s", "Errors");
  views::of_base(database, "s");
  pages::find(database, "p");
  pages::of_base(database, "s");
  pages::count(database, "s");
  pages::with_news(database, "s", {});
  pages::seen_since(database, "s", {});
  pages::remove(database, "p");
  items::remove(database, "i");
}

constexpr auto kShape =
    "SELECT m.name, p.name, p.type, p.\"notnull\" FROM sqlite_schema m, pragma_table_info(m.name) "
    "p "
    "WHERE m.type = 'table' ORDER BY 1, 2";

}  // namespace

TEST_CASE("cache::migrate makes an empty file whole, and is idle the second time") {
  SQLite::Database database = of_version(0);
  CHECK(schema_version(database) == 0);
  CHECK(migrate(database) == newest());
  CHECK(migrate(database) == newest());
  CHECK(text_of(database, "PRAGMA foreign_key_check").empty());
}

TEST_CASE("cache::schema_steps each set their own version") {
  for (int version = 1; version <= newest(); ++version) {
    SQLite::Database database = of_version(version);
    CHECK(schema_version(database) == version);
  }
}

TEST_CASE("cache::migrate upgrades every older version to the same shape") {
  SQLite::Database fresh = of_version(0);
  migrate(fresh);
  for (int version = 1; version <= newest(); ++version) {
    CAPTURE(version);
    SQLite::Database old = of_version(version);
    old.exec("INSERT INTO facts (name, value) VALUES ('kept', 'yes')");
    CHECK(migrate(old) == newest());
    CHECK(text_of(old, kShape) == text_of(fresh, kShape));
    CHECK(facts::find(old, "kept") == "yes");
  }
}

TEST_CASE("cache::migrate asks for what was made before schema 8 to be taken over, where it was") {
  for (const bool made : {false, true}) {
    CAPTURE(made);
    SQLite::Database old = of_version(7);
    if (made)
      old.exec(
          "INSERT INTO candidates (id, item_id, kind, iteration, variant, take, artifact, "
          "selected, created_at) VALUES ('c', 'i', 'picture', 0, 0, 1, 'k', 1, 5)");
    migrate(old);
    CHECK(facts::find(old, "inherited") ==
          (made ? std::optional<std::string>("no") : std::nullopt));
    CHECK(text_of(old, "SELECT artifact, take, inputs, maker, bought FROM candidates") ==
          (made ? "k|1|||0|\n" : ""));
  }
}

TEST_CASE("cache::migrate lets rows show what they showed") {
  SQLite::Database old = of_version(8);
  old.exec(R"(
    INSERT INTO videos (id, title, url, approved, paused, trashed, body, changed_at, taken_body,
                        status, total, completed, progress, error, film, render, created_at)
    VALUES ('v', '', '', 0, 0, 0, '', 0, '', 'New', 0, 0, 0, '', '', '', 0);
    INSERT INTO items (id, video_id, kind, position, state, text, source, touched, take, status,
                       words, picture_link, error, changed_at, created_at)
    VALUES ('i', 'v', 'sentence', 1, 'live', '', '', 0, 0, 'Pending', 0, 'http://p/a.jpg', '', 0, 0))");
  migrate(old);
  CHECK(items::find(old, "i")->image == "http://p/a.jpg");
}

TEST_CASE("cache::migrate takes the order of the rows for that of the script") {
  SQLite::Database old = of_version(10);
  const auto row = [&](const char* id, const char* video, const char* position,
                       const char* source) {
    old.exec(fmt::format(R"(
      INSERT INTO items (id, video_id, kind, position, state, text, source, touched, take, status,
                         words, picture_link, error, changed_at, created_at)
      VALUES ('{}', '{}', 'sentence', {}, 'live', '', '{}', 0, 0, 'Pending', 0, '', '', 0, 0))",
                         id, video, position, source));
  };
  old.exec("PRAGMA foreign_keys = OFF");
  row("last", "v", "3", "C.");
  row("first", "v", "0.5", "A.");
  row("users", "v", "1", "");
  row("middle", "v", "2.5", "B.");
  row("others", "w", "7", "D.");
  migrate(old);
  CHECK(text_of(old, "SELECT id, ordinal FROM items ORDER BY id") ==
        "first|1|\nlast|3|\nmiddle|2|\nothers|1|\nusers|0|\n");
}

TEST_CASE("cache::migrate refuses a newer schema and says so") {
  Memory memory;
  memory.database.exec("PRAGMA user_version = 77");
  const auto said = "has schema 77, this storyreel knows " + std::to_string(newest()) + ": install";
  CHECK_THROWS_WITH_AS(migrate(memory.database), doctest::Contains(said.c_str()), UsageError);
}

TEST_CASE("cache::schema is strict") {
  Memory memory;
  CHECK(text_of(memory.database,
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                "AND NOT strict AND name NOT LIKE 'sqlite%'")
            .empty());
}

TEST_CASE("cache::repository looks up by index, whatever it is asked for") {
  Memory memory;
  std::set<std::string> statements;
  {
    const Trace trace(memory.database, statements);
    run_lookups(memory.database);
  }
  CHECK(statements.size() > 20);
  for (const auto& sql : statements) {
    const auto plan = plan_of(memory.database, sql);
    CAPTURE(sql);
    CAPTURE(plan);
    CHECK_FALSE(scans_table(plan));
  }
}

}  // namespace storyreel::cache
