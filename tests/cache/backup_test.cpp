#include "cache/backup.hpp"

#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "cache/hosting.hpp"
#include "cache/ledger.hpp"
#include "cache/schema.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/cache/fixture.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/nobody.hpp"

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

std::filesystem::path restore(const std::filesystem::path& from, const std::filesystem::path& to) {
  return cache::restore(*open_backup(from), to);
}

Purchase purchase(const std::string& id, const std::string& state) {
  return {.id = id, .video_id = "v", .stage = "illustrate", .state = state, .began_at = at(1)};
}

/// A record of a studio whose video has that title, copied to `copy` after that.
void make_record(const std::filesystem::path& file, const std::string& studio,
                 const std::filesystem::path& copy) {
  const auto database = open_alone(file);
  put(*database, "before");
  for (const char* id : {"same", "edited"}) items::save(*database, plain_item(id, "v"));
  facts::save(*database, "studio_page", studio);
  ledger::save(*database, purchase("long ago", "open"));
  back_up(*database, copy);
}

/// What a day brings.
void live_on(Database& database) {
  auto video = plain_video("v");
  video.title = "after";
  video.film = "k";
  video.render = "http://host/media/given-out.mp4";
  videos::save(database, video);
  videos::save(database, plain_video("young"));
  for (const std::string id : {"same", "edited"}) {
    auto item = plain_item(id, "v");
    item.picture_link = "http://host/media/" + id + ".jpg";
    item.image = id + ".jpg";
    item.text = id == "edited" ? "Other words." : "";
    items::save(database, item);
  }
  ledger::save(database, purchase("long ago", "paid"));
  ledger::save(database, purchase("today", "paid"));
  artifacts::save(database,
                  {.key = "k", .kind = "film", .file = "k.mp4", .bytes = 7, .meta = "{}"});
  publications::save(database, {.name = "given-out.mp4", .artifact = "k"});
  uploads::save(database, {.name = "given-out.mp4", .id = "u", .state = "attached"});
  objects::save(database, {.name = "given-out.mp4", .state = "stored"});
  for (const char* id : {"v", "young"})
    films::save(database, {.video_id = id, .block_id = "b", .name = "given-out.mp4"});
}

/// The record at schema 1 with that word in it.
void make_old(const std::filesystem::path& file, const std::string& word) {
  std::filesystem::remove(file);
  SQLite::Database old(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  old.exec(std::string(schema_steps().front()));
  facts::save(old, "kept", word);
}

std::optional<std::string> word_in(const std::string& file) {
  SQLite::Database database(file, SQLite::OPEN_READONLY);
  return facts::find(database, "kept");
}

/// A record that lived on after its backup, and is as it was then.
auto restored_later(const std::filesystem::path& folder) {
  const auto file = folder / "storyreel.db";
  make_record(file, "studio", folder / "copy.db");
  live_on(*open_alone(file));
  restore(folder / "copy.db", file);
  return open_alone(file);
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
  CHECK(restore(folder.path() / "copy.db", file) == file.string() + ".before-restore");
  CHECK(title_in(file) == "before");
  CHECK(title_in(folder.path() / "storyreel.db.before-restore") == "after");
  CHECK(restore(folder.path() / "copy.db", folder.path() / "fresh.db").empty());
  CHECK(title_in(folder.path() / "fresh.db") == "before");
}

TEST_CASE("cache::restore keeps each record that it replaces, however often") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  put(*open_alone(file), "mine");
  for (const char* name : {"wrong", "right"}) put(*open_alone(folder.path() / name), name);
  const auto first = restore(folder.path() / "wrong", file);
  const auto second = restore(folder.path() / "right", file);
  CHECK(title_in(file) == "right");
  CHECK(title_in(first) == "mine");
  CHECK(title_in(second) == "wrong");
}

TEST_CASE("cache::restore leaves a record in place at any moment") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  put(*open_alone(file), "mine");
  put(*open_alone(folder.path() / "copy.db"), "other");
  std::atomic<bool> done = false;
  std::atomic<int> missed = 0;
  {
    const std::jthread power([&] {
      while (!done) missed += ::access(file.c_str(), F_OK) != 0 ? 1 : 0;
    });
    for (int time = 0; time < 20; ++time) restore(folder.path() / "copy.db", file);
    done = true;
  }
  CHECK(missed == 0);
}

TEST_CASE("cache::restore takes over what was bought, made and given out since the backup") {
  const TemporaryFolder folder;
  const auto restored = restored_later(folder.path());
  CHECK(title(*restored) == "before");
  CHECK(ledger::of_video(*restored, "v").size() == 2);
  CHECK(ledger::find(*restored, "long ago")->state == "paid");
  CHECK(artifacts::find(*restored, "k")->meta == "{}");
  CHECK(publications::find(*restored, "given-out.mp4"));
}

TEST_CASE("cache::restore takes over where what was given out stands, and is shown") {
  const TemporaryFolder folder;
  const auto restored = restored_later(folder.path());
  CHECK(videos::find(*restored, "v")->film == "k");
  CHECK(videos::find(*restored, "v")->render == "http://host/media/given-out.mp4");
  CHECK(items::find(*restored, "same")->picture_link == "http://host/media/same.jpg");
  CHECK(items::find(*restored, "same")->image == "same.jpg");
  CHECK(items::find(*restored, "edited")->picture_link == "");
  CHECK(items::find(*restored, "edited")->image == "");
  REQUIRE(uploads::find(*restored, "given-out.mp4"));
  CHECK(uploads::find(*restored, "given-out.mp4")->state == "attached");
  REQUIRE(objects::find(*restored, "given-out.mp4"));
  CHECK(objects::find(*restored, "given-out.mp4")->state == "stored");
  REQUIRE(films::find(*restored, "v"));
  CHECK(films::find(*restored, "v")->block_id == "b");
  // Of a video that the backup does not know nothing is left hanging.
  CHECK_FALSE(films::find(*restored, "young"));
}

TEST_CASE("cache::restore takes nothing over from another studio, or from what can't be read") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  make_record(folder.path() / "other.db", "other", folder.path() / "copy.db");
  make_record(file, "studio", folder.path() / "unused.db");
  live_on(*open_alone(file));
  SUBCASE("of another studio") {}
  SUBCASE("damaged") {
    write_file(file, "no record any more. " + std::string(9000, 'x'));
  }
  CHECK_FALSE(restore(folder.path() / "copy.db", file).empty());
  const auto restored = open_alone(file);
  CHECK(ledger::of_video(*restored, "v").size() == 1);
  CHECK_FALSE(artifacts::find(*restored, "k"));
}

TEST_CASE("cache::restore touches nothing for a file that is no sound record") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  put(*open_alone(file), "mine");
  const auto bad = folder.path() / "bad.db";
  CHECK_THROWS_AS(open_backup(bad), UsageError);
  write_file(bad, "no database at all, but long enough to have a header of its own. " +
                      std::string(4096, 'x'));
  CHECK_THROWS_AS(open_backup(bad), UsageError);
  std::filesystem::remove(bad);
  SQLite::Database(bad.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE other (x); PRAGMA user_version = 0");
  CHECK_THROWS_AS(open_backup(bad), UsageError);
  SQLite::Database(bad.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  CHECK_THROWS_AS(open_backup(bad), UsageError);
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

TEST_CASE("cache::open keeps the record as it was before each upgrade") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  const auto kept = file.string() + ".schema-1";
  make_old(file, "first");
  open_alone(file);
  open_alone(file);
  CHECK(word_in(kept) == "first");
  CHECK_FALSE(std::filesystem::exists(kept + "-2"));
  // Somebody went back, and worked on.
  make_old(file, "second");
  open_alone(file);
  CHECK(word_in(kept) == "first");
  CHECK(word_in(kept + "-2") == "second");
}

TEST_CASE("cache::open keeps one copy of a record whose upgrade fails again and again") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  make_old(file, "mine");
  {
    // Schema 2 makes this table.
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("CREATE TABLE views (x)");
  }
  for (int start = 0; start < 5; ++start) CHECK_THROWS(open_alone(file));
  CHECK(word_in(file.string() + ".schema-1") == "mine");
  CHECK_FALSE(std::filesystem::exists(file.string() + ".schema-1-3"));
}

TEST_CASE("cache::Cache leaves a record that can be read where nobody may write beside it") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  SUBCASE("by the daemon") {
    boost::asio::io_context loop;
    Cache cache(loop.get_executor(), file);
    test::run(loop, cache.write([](Database& database) { put(database, "read"); }));
  }
  SUBCASE("by a command of the shell") {
    put(*open_alone(file), "read");
  }
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
  CHECK(test::as_nobody([&] { return title(*open_read_only(file)) == "read"; }));
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
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
