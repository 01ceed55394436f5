#include "cache/schema.hpp"

#include <doctest/doctest.h>

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

// The steps of the plan for `sql`, which the repository runs, one a line.
std::string plan_of(Database& database, const std::string& sql) {
  return text_of(database, "EXPLAIN QUERY PLAN " + sql);
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

TEST_CASE("cache::migrate refuses a newer schema and says so") {
  Memory memory;
  memory.database.exec("PRAGMA user_version = 77");
  CHECK_THROWS_WITH_AS(migrate(memory.database),
                       doctest::Contains("has schema 77, this storyreel knows 1: install"),
                       UsageError);
}

TEST_CASE("cache::schema is strict") {
  Memory memory;
  CHECK(text_of(memory.database,
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                "AND NOT strict AND name NOT LIKE 'sqlite%'")
            .empty());
}

TEST_CASE("cache::schema has an index for every lookup of a video, an owner or a page") {
  constexpr const char* kLookups[] = {
      "SELECT * FROM videos WHERE page_id = ?",
      "SELECT id, revision FROM videos WHERE pushed < revision ORDER BY created_at, id",
      "SELECT id, revision FROM videos WHERE trashed = 0 ORDER BY created_at, id",
      "UPDATE videos SET revision = revision + 1 "
      "WHERE id IN (SELECT ?1 UNION ALL SELECT video_id FROM items WHERE id = ?1)",
      "SELECT * FROM items WHERE page_id = ?",
      "SELECT * FROM items WHERE video_id = ? ORDER BY position, created_at, rowid",
      "SELECT * FROM fills WHERE owner_id = ? ORDER BY property",
      "SELECT * FROM fills WHERE owner_id IN "
      "(SELECT ?1 UNION ALL SELECT id FROM items WHERE video_id = ?1) ORDER BY owner_id, property",
      "SELECT * FROM jobs WHERE owner_id IN "
      "(SELECT ?1 UNION ALL SELECT id FROM items WHERE video_id = ?1) ORDER BY owner_id, stage",
      "SELECT candidates.* FROM items JOIN candidates ON candidates.item_id = items.id "
      "WHERE items.video_id = ? ORDER BY items.position, items.id, candidates.kind, "
      "candidates.created_at, candidates.rowid",
      "SELECT * FROM publications WHERE artifact = ? ORDER BY created_at, rowid LIMIT 1",
      "SELECT * FROM bases WHERE binding = 'videos' LIMIT 1",
      "SELECT * FROM bases WHERE video_id = ? LIMIT 1",
      "SELECT * FROM pages WHERE source_id = ? ORDER BY created_time, rowid",
      "DELETE FROM items WHERE id = ?",
  };
  Memory memory;
  for (const auto* lookup : kLookups) {
    const auto plan = plan_of(memory.database, lookup);
    CAPTURE(lookup);
    CAPTURE(plan);
    const auto scan = plan.find("SCAN ");
    const bool whole = scan != std::string::npos && plan.find("SCAN CONSTANT ROW") != scan &&
                       plan.find("INDEX", scan) == std::string::npos;
    CHECK_FALSE(whole);
  }
}

}  // namespace storyreel::cache
