#include "notion/trouble.hpp"

#include <algorithm>
#include <chrono>
#include <sqlite3.h>

#include <doctest/doctest.h>

#include "cache/failure.hpp"
#include "notion/reading.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

TEST_CASE("notion::Pull keeps a body's trouble apart from the details'") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "Text.");
  studio.pull();
  studio.fill_rows({"One"});
  studio.push();
  const json::object rule{{"kind", "404"}, {"method", "GET"}, {"path", "/v1/blocks"}};
  studio.control("faults", json::object{{"rules", json::array{rule}}});
  const auto troubled = [&] {
    const auto jobs = studio.read([id = studio.video().id](cache::Database& database) {
      return cache::jobs::of_video(database, id);
    });
    return std::ranges::any_of(jobs, [](const cache::Job& job) {
      return job.error.find("can't be read") != job.error.npos;
    });
  };
  studio.pull();
  CHECK(troubled());
  studio.person("DELETE", "/_control/faults");
  studio.pull();
  CHECK_FALSE(troubled());
}

TEST_CASE(
    "notion::attempt_reading tells what does not pass by itself, when it did not for minutes") {
  test::Filled studio({"One"});
  const auto id = studio.video().id;
  notion::Failing failing;
  const auto attempt = [&](int status) {
    const auto work = [](int answered) -> Task<> {
      if (answered != 200) throw notion::ApiError("Notion answered", answered, {});
      co_return;
    };
    bool changed = false;
    test::run(studio.loop, notion::attempt_reading(studio.desk(), failing, id, notion::kReading,
                                                   work(status), changed));
    return studio.trouble(notion::kReading);
  };
  CHECK(attempt(503).empty());
  REQUIRE(failing.size() == 1);
  failing.begin()->second -= std::chrono::minutes(4);
  CHECK(attempt(429).empty());
  CHECK(attempt(503).find("can't be read") != std::string::npos);
  CHECK(attempt(200).empty());
  CHECK(failing.empty());
}

TEST_CASE("notion::Pull does not wait long for a database that Notion can't serve") {
  test::Filled studio({"One"});
  const auto source = studio.details().source_id;
  const json::object broken{{"kind", "503"}, {"path", "/v1/data_sources/" + source}};
  studio.control("faults", json::object{{"rules", json::array{broken}}});
  studio.person("DELETE", "/_control/requests");
  studio.pull();
  const auto asked = studio.person("GET", "/_control/requests").at("requests").as_array();
  CHECK(std::ranges::count_if(asked, [&](const json::value& request) {
          return request.at("path").as_string().find(source) != json::string::npos;
        }) == 2);
  CHECK(studio.trouble(notion::kReading).empty());
}

TEST_CASE("notion::concerns_all: a cache that fails is no page's fault") {
  const auto failure = [](int code) {
    return std::make_exception_ptr(cache::failed("f.db", SQLite::Exception("so", code)));
  };
  CHECK(notion::concerns_all(failure(SQLITE_FULL)));
  CHECK(notion::concerns_all(failure(SQLITE_IOERR)));
  CHECK_FALSE(notion::concerns_all(failure(SQLITE_CONSTRAINT)));
  CHECK_FALSE(notion::concerns_all(std::make_exception_ptr(Error("that page"))));
}

TEST_CASE("notion::Push ends its pass when the disk is full, and goes on when there is space") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "Text.");
  studio.pull();
  studio.push();
  studio.fill_rows(std::vector<std::string>(30, std::string(500, 'x')));
  const auto pages = [&](const char* most) {
    // A setting, no row: a read will do.
    studio.read([most](cache::Database& database) {
      return database.execAndGet("PRAGMA max_page_count = " + std::string(most)).getInt();
    });
  };
  pages("1");
  try {
    studio.push();
    FAIL("the pass went on");
  } catch (const cache::Failure& failure) {
    CHECK(std::string(failure.what()).find("the disk is full") != std::string::npos);
  }
  pages("1000000");
  studio.push();
  for (const auto& item : studio.items()) CHECK_FALSE(item.page_id.empty());
}
