#include "cache/cache.hpp"

#include <thread>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "cache/schema.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/cache/fixture.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::cache {
namespace {

namespace asio = boost::asio;

// A cache in a file of its own, on a loop of its own.
struct Home {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "storyreel.db";
  asio::io_context loop;
  Cache cache{loop.get_executor(), file};

  template <class F>
  auto write(F work) {
    return test::run(loop, cache.write(std::move(work)));
  }
  template <class F>
  auto read(F work) {
    return test::run(loop, cache.read(std::move(work)));
  }
  std::optional<std::string> fact(const std::string& name) {
    return read([=](Database& database) { return facts::find(database, name); });
  }
};

// The message of what `action` throws.
template <class F>
std::string complaint(F action) {
  try {
    action();
  } catch (const Error&) {
    return describe(std::current_exception());
  }
  return "";
}

Task<> write_two(Cache& cache, bool& second) {
  co_await cache.write([](Database& database) { facts::save(database, "first", "yes"); });
  second = true;
  co_await cache.write([](Database& database) { facts::save(database, "second", "yes"); });
}

}  // namespace

TEST_CASE("cache::Cache::write commits and hands back its result") {
  Home home;
  const auto number = home.write([](Database& database) {
    facts::save(database, "a", "1");
    return std::make_unique<int>(7);
  });
  CHECK(*number == 7);
  CHECK(home.fact("a") == "1");
}

TEST_CASE("cache::Cache::write rolls back when its work throws") {
  Home home;
  CHECK_THROWS_WITH(home.write([](Database& database) {
    facts::save(database, "a", "1");
    throw std::runtime_error("oh");
  }),
                    "oh");
  CHECK_FALSE(home.fact("a"));
  home.write([](Database& database) { facts::save(database, "b", "2"); });
  CHECK(home.fact("b") == "2");
}

TEST_CASE("cache::Cache::read can't write, and writing goes on after it tried") {
  Home home;
  CHECK(complaint([&] {
          home.read([](Database& database) { facts::save(database, "a", "1"); });
        }).find("storyreel.db") != std::string::npos);
  CHECK_FALSE(home.fact("a"));
  home.write([](Database& database) { facts::save(database, "a", "1"); });
  CHECK(home.fact("a") == "1");
}

TEST_CASE("cache::Cache::write runs on a thread of its own, the caller resumes on the loop") {
  Home home;
  const auto worker = home.write([](Database&) { return std::this_thread::get_id(); });
  CHECK(worker != std::this_thread::get_id());
  CHECK(worker == home.read([](Database&) { return std::this_thread::get_id(); }));
}

TEST_CASE("cache::Cache::write keeps two writers apart and both their changes") {
  Home home;
  Cache other(home.loop.get_executor(), home.file);
  const auto raise = [](Database& database) {
    const auto count = facts::find(database, "count").value_or("");
    facts::save(database, "count", count + "x");
  };
  int left = 40;
  for (int i = 0; i < 20; ++i) {
    for (auto* cache : {&home.cache, &other}) {
      asio::co_spawn(home.loop, cache->write(raise), [&](std::exception_ptr error) {
        CHECK_FALSE(error);
        --left;
      });
    }
  }
  test::run_until(home.loop, [&] { return left == 0; });
  CHECK(home.fact("count") == std::string(40, 'x'));
}

TEST_CASE("cache::Cache::write finishes what a cancelled caller began") {
  Home home;
  asio::cancellation_signal cancel;
  bool second = false;
  std::optional<std::exception_ptr> end;
  asio::co_spawn(
      home.loop, write_two(home.cache, second),
      asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr error) { end = error; }));
  home.loop.poll();
  cancel.emit(asio::cancellation_type::terminal);
  test::run_until(home.loop, [&] { return end.has_value(); });
  CHECK(is_cancelled(*end));
  CHECK(second);
  CHECK(home.fact("first") == "yes");
  CHECK_FALSE(home.fact("second"));
}

TEST_CASE("cache::Cache::~Cache finishes what was begun") {
  TemporaryFolder folder;
  const auto file = folder.path() / "storyreel.db";
  {
    asio::io_context loop;
    Cache cache(loop.get_executor(), file);
    bool second = false;
    asio::co_spawn(loop, write_two(cache, second), [](std::exception_ptr) {});
    loop.poll();
  }
  const auto database = open_read_only(file);
  CHECK(facts::find(*database, "first") == "yes");
}

TEST_CASE("cache::Cache::write names a full disk and goes on when there is space") {
  Home home;
  const auto fill = [](Database& database) {
    facts::save(database, "a", std::string(1 << 20, 'x'));
  };
  home.write([](Database& database) { database.exec("PRAGMA max_page_count = 60"); });
  const auto message = complaint([&] { home.write(fill); });
  CHECK(message.find("storyreel.db: the disk is full") != std::string::npos);
  CHECK_FALSE(home.fact("a"));
  home.write([](Database& database) { database.exec("PRAGMA max_page_count = 100000"); });
  home.write(fill);
  CHECK(home.fact("a"));
}

TEST_CASE("cache::Cache is durable before it answers") {
  Home home;
  CHECK(home.read([](Database& database) {
    return database.execAndGet("PRAGMA synchronous").getInt();
  }) == 2);
  CHECK(home.read([](Database& database) {
    return database.execAndGet("PRAGMA journal_mode").getString();
  }) == "wal");
  CHECK(home.read([](Database& database) {
    return database.execAndGet("PRAGMA foreign_keys").getInt();
  }) == 1);
}

TEST_CASE("cache::Cache refuses what it can't use, and leaves it alone") {
  TemporaryFolder folder;
  asio::io_context loop;
  const auto open = [&](const std::filesystem::path& file) {
    return complaint([&] { Cache cache(loop.get_executor(), file); });
  };
  SUBCASE("a newer schema") {
    const auto file = folder.path() / "newer.db";
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("PRAGMA user_version = 77");
    const auto before = hash_file(file);
    const auto known = std::to_string(schema_steps().size());
    CHECK(open(file) == file.string() + " has schema 77, this storyreel knows " + known +
                            ": install a newer one");
    CHECK(hash_file(file) == before);
  }
  SUBCASE("no folder") {
    CHECK(open(folder.path() / "no" / "x.db").find("cannot be opened") != std::string::npos);
  }
  SUBCASE("another kind of file") {
    const auto file = folder.path() / "text.db";
    write_file(file, std::string(8192, 'x'));
    CHECK(open(file).find("not a database") != std::string::npos);
  }
}

TEST_CASE("cache::open_read_only looks beside a running cache") {
  Home home;
  home.write([](Database& database) { facts::save(database, "a", "1"); });
  const auto database = open_read_only(home.file);
  CHECK(facts::find(*database, "a") == "1");
  CHECK_THROWS(facts::save(*database, "a", "2"));
  CHECK_THROWS_AS(open_read_only(home.folder.path() / "none.db"), UsageError);
}

}  // namespace storyreel::cache
