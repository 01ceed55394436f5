#include "cache/backup.hpp"

#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "cache/schema.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

void put(Database& database, const std::string& title) {
  auto video = plain_video("v");
  video.title = title;
  videos::save(database, video);
}

std::string title(Database& database) {
  const auto video = videos::find(database, "v");
  return video ? video->title : "";
}

std::string title_in(const std::filesystem::path& file) {
  return title(*open_alone(file));
}

}  // namespace

TEST_CASE("cache::back_up copies a record that is in use, as it stands") {
  const TemporaryFolder folder;
  const auto copy = folder.path() / "copy.db";
  const auto database = open_alone(folder.path() / "storyreel.db");
  put(*database, "before");
  back_up(*open_read_only(folder.path() / "storyreel.db"), copy);
  put(*database, "after");
  CHECK(title_in(copy) == "before");
  CHECK(title(*database) == "after");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "copy.db.part"));
  CHECK_THROWS_WITH_AS(back_up(*database, copy), doctest::Contains("there already"), Error);
}

TEST_CASE("cache::restore puts a backup in place and keeps what was there") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  {
    const auto database = open_alone(file);
    put(*database, "before");
    back_up(*database, folder.path() / "copy.db");
    put(*database, "after");
  }
  restore(folder.path() / "copy.db", file);
  CHECK(title_in(file) == "before");
  CHECK(title_in(folder.path() / "storyreel.db.before-restore") == "after");
  restore(folder.path() / "copy.db", folder.path() / "fresh.db");
  CHECK(title_in(folder.path() / "fresh.db") == "before");
}

TEST_CASE("cache::restore touches nothing for a file that is no sound record") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  put(*open_alone(file), "mine");
  const auto bad = folder.path() / "bad.db";
  CHECK_THROWS_AS(restore(bad, file), UsageError);
  write_file(bad, "no database at all, but long enough to have a header of its own. " +
                      std::string(4096, 'x'));
  CHECK_THROWS_AS(restore(bad, file), UsageError);
  std::filesystem::remove(bad);
  SQLite::Database(bad.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE other (x); PRAGMA user_version = 0");
  CHECK_THROWS_AS(restore(bad, file), UsageError);
  SQLite::Database(bad.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  CHECK_THROWS_AS(restore(bad, file), UsageError);
  CHECK(title_in(file) == "mine");
}

TEST_CASE("cache::restore upgrades a backup of every older schema") {
  for (std::size_t version = 1; version <= schema_steps().size(); ++version) {
    CAPTURE(version);
    const TemporaryFolder folder;
    const auto old = folder.path() / "old.db";
    {
      SQLite::Database database(old.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      for (std::size_t step = 0; step < version; ++step)
        database.exec(std::string(schema_steps()[step]));
      database.exec("INSERT INTO facts (name, value) VALUES ('kept', 'yes')");
    }
    restore(old, folder.path() / "storyreel.db");
    CHECK(facts::find(*open_read_only(folder.path() / "storyreel.db"), "kept") == "yes");
  }
}

TEST_CASE("cache::open keeps the record as it was before an upgrade, once") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  {
    SQLite::Database old(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    old.exec(std::string(schema_steps().front()));
    old.exec("INSERT INTO facts (name, value) VALUES ('kept', 'yes')");
  }
  open_alone(file);
  SQLite::Database kept(file.string() + ".schema-1", SQLite::OPEN_READONLY);
  CHECK(schema_version(kept) == 1);
  CHECK(facts::find(kept, "kept") == "yes");
  open_alone(file);
}

TEST_CASE("cache::faults names what is damaged") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  put(*open_alone(file), std::string(100'000, 'x'));
  CHECK(faults(*open_read_only(file)).empty());
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(-50'000, std::ios::end);
    bytes << std::string(9000, '\0');
  }
  CHECK_FALSE(faults(*open_read_only(file)).empty());
}

TEST_CASE("cache::drop_mirror leaves the record and the rows' ids") {
  Memory memory;
  put(memory.database, "kept");
  Base base;
  base.source_id = "s";
  base.watermark = at(1);
  bases::save(memory.database, base);
  Page page;
  page.page_id = "p";
  page.source_id = "s";
  page.values = {{"Title", "seen"}};
  page.body_hash = "hash";
  pages::save(memory.database, page);
  drop_mirror(memory.database);
  CHECK(title(memory.database) == "kept");
  CHECK_FALSE(bases::find(memory.database, "s")->watermark);
  const auto left = pages::find(memory.database, "p");
  REQUIRE(left);
  CHECK(left->values.empty());
  CHECK(left->body_hash.empty());
}

}  // namespace storyreel::cache
