#include "notion/scan.hpp"

#include <doctest/doctest.h>

#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

TEST_CASE("notion::observe_gone leaves a row alone that stands in another database by now") {
  Filled studio;
  const auto row = studio.row(1);
  const auto gone_from = [&](const std::string& source_id) {
    studio.write(
        [&](cache::Database& database) { notion::observe_gone(database, row, source_id); });
  };
  gone_from("where-it-was");
  CHECK(studio.texts() == "One Two Three ");
  gone_from(studio.details().source_id);
  CHECK(studio.texts() == "One Three ");
}

TEST_CASE("notion::scan moves the watermark no further than the time at which it asked") {
  Filled studio;
  studio.control("clock", json::object{{"offset_seconds", 600}});
  studio.rename("Movie");
  const auto asked = *studio.client.server_time(now());
  studio.pull();
  const auto shown =
      test::run(studio.loop, studio.client.page(studio.page, notion::Priority::normal));
  REQUIRE(shown.last_edited_time > asked + seconds(60));
  CHECK(*studio.read(&cache::bases::videos)->watermark <= asked + seconds(10));
  studio.pull();
  CHECK(*studio.read(&cache::bases::videos)->watermark == shown.last_edited_time);
}
