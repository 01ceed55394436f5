#include "daemon/runtime/log.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

using namespace storyreel;

namespace {

constexpr std::size_t kAll = 1u << 20;

std::string without_time(const Event& event) {
  return format_event(event, Time{}).substr(21);
}

std::string took(std::int64_t count) {
  return without_time({.video = {}, .place = {}, .what = "x", .took = milliseconds{count}})
      .substr(12);
}

}  // namespace

TEST_CASE("runtime::format_event writes local time and fields") {
  ::setenv("TZ", "UTC-2", 1);
  ::tzset();
  const Event event{Level::info, "The Raven", "sentence 3/24", "picture made", milliseconds{812}};
  CHECK(format_event(event, *from_iso("2026-11-21T06:30:12.999Z")) ==
        "2026-11-21 08:30:12  info     The Raven  sentence 3/24  picture made  0.8 s");
  ::unsetenv("TZ");
  ::tzset();
}

TEST_CASE("runtime::format_event leaves out what is empty and cleans the rest") {
  CHECK(without_time({Level::warning, "", "", "started", {}}) == "warning  started");
  CHECK(without_time({Level::error, "a\n2026-01-01  b\x1b", "", "x", {}}) ==
        "error    a 2026-01-01 b  x");
  CHECK(without_time({Level::debug, std::string(2000, 'x'), "", "y", {}}).size() < 80);
}

TEST_CASE("runtime::format_event rounds how long it took") {
  CHECK(took(0) == "0.0 s");
  CHECK(took(49) == "0.0 s");
  CHECK(took(50) == "0.1 s");
  CHECK(took(59'949) == "59.9 s");
  CHECK(took(59'950) == "1 min 0 s");
  CHECK(took(125'400) == "2 min 5 s");
  CHECK(took(3'600'000) == "60 min 0 s");
}

TEST_CASE("runtime::StatusLog appends, leaves out lower levels and opens again") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "log" / "status.log";
  StatusLog(file, false).write({.video = {}, .place = {}, .what = "first", .took = {}});
  StatusLog log(file, false);
  log.write({Level::debug, "", "", "hidden", {}});
  log.write({Level::info, "", "", "second {} %v", {}});
  std::filesystem::rename(file, folder.path() / "old");
  log.reopen();
  log.write({Level::info, "", "", "third", {}});
  const std::string old = read_file(folder.path() / "old", kAll);
  CHECK(std::ranges::count(old, '\n') == 2);
  CHECK(old.ends_with("info     second {} %v\n"));
  CHECK(read_file(file, kAll).ends_with("info     third\n"));
}

TEST_CASE("runtime::StatusLog keeps the lines of many threads whole") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "status.log";
  StatusLog log(file, false);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&log] {
        for (int i = 0; i < 50; ++i) log.write({Level::info, "", "", std::string(100, 'x'), {}});
        log.reopen();
      });
    }
  }
  const std::string text = read_file(file, kAll);
  CHECK(std::ranges::count(text, '\n') == 200);
  CHECK(text.size() == 200 * (30 + 100 + 1));
}

TEST_CASE("runtime::StatusLog names a file it can't write") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(StatusLog(folder.path(), false), Error);
  CHECK_NOTHROW(StatusLog({}, false).write({}));
}

TEST_CASE("runtime::StatusLog keeps the same events as objects beside the lines") {
  const TemporaryFolder folder;
  StatusLog(folder.path() / "status.log", false)
      .write({Level::warning, "The \"Raven\"", "sentence 3/24", "made", milliseconds{812}});
  const auto line = read_file(folder.path() / "status.jsonl", kAll);
  CHECK(line.starts_with(R"({"time":"2)"));
  CHECK(line.ends_with(
      R"("level":"warning","video":"The \"Raven\"","place":"sentence 3/24","what":"made","took_ms":812})"
      "\n"));
}

TEST_CASE("runtime::StatusLog moves a large file away and goes on") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "status.log";
  write_file(file, std::string((10u << 20) - 10, 'x') + "\n");
  StatusLog(file, false).write({.what = "the next"});
  CHECK(std::filesystem::file_size(folder.path() / "status.1.log") >= (10u << 20) - 10);
  CHECK(read_file(file, kAll).ends_with("the next\n"));
}

TEST_CASE("runtime::StatusLog writes stars where a secret would stand") {
  const TemporaryFolder folder;
  const std::vector<Secret> hidden{Secret("ntn_planted"), Secret(""), Secret("short")};
  StatusLog(folder.path() / "status.log", false, Level::info, hidden)
      .write({Level::error,
              "ntn_planted",
              "at ntn_planted",
              "Bearer ntn_planted,ntn_planted short",
              {}});
  for (const char* name : {"status.log", "status.jsonl"}) {
    const auto text = read_file(folder.path() / name, kAll);
    CHECK(text.find("planted") == std::string::npos);
    CHECK(text.find("Bearer ***,*** short") != std::string::npos);
  }
}
