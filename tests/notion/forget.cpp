#include <algorithm>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include "notion/observe.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

namespace {

/// A studio whose one video has a row, and is to get two more; the first is struck by a fault.
struct Beginning : Filled {
  explicit Beginning(json::object fault) : Filled({"One"}) {
    fill_rows({"Two", "Three"});
    fault["method"] = "POST";
    fault["path"] = "/v1/pages";
    fault["count"] = 1;
    control("faults", json::object{{"rules", json::array{std::move(fault)}}});
  }

  void forget() {
    clear_url();
    pull();
  }
};

void check_all_stand(Beginning& studio, const cache::Base& before) {
  studio.push();
  CHECK(studio.details().source_id != before.source_id);
  CHECK(studio.read(&cache::intents::all).empty());
  for (const auto& item : studio.items()) {
    REQUIRE_FALSE(item.page_id.empty());
    CHECK(studio.shown(item.page_id, "Script Text") == item.text);
  }
}

}  // namespace

TEST_CASE("notion::Push makes a row anew whose unclear create was in a forgotten database") {
  Beginning studio({{"kind", "drop_before"}});
  test::run(studio.loop, studio.pusher.pass());
  REQUIRE(studio.read(&cache::intents::all).size() == 1);
  const auto before = studio.details();
  studio.forget();
  check_all_stand(studio, before);
}

TEST_CASE("notion::Push makes a row anew whose create returns after its database was forgotten") {
  Beginning studio({{"kind", "slow"}, {"milliseconds", 1500}});
  std::optional<std::exception_ptr> ended;
  boost::asio::co_spawn(studio.loop, studio.pusher.pass(),
                        [&](std::exception_ptr error, Pass) { ended = error; });
  const auto rows_made = [&] {
    return std::ranges::count_if(studio.items(),
                                 [](const cache::Item& item) { return !item.page_id.empty(); });
  };
  const auto end = now() + seconds(10);
  while (rows_made() < 2 && now() < end) test::run(studio.loop, sleep_for(milliseconds(20)));
  const auto before = studio.details();
  REQUIRE_FALSE(ended);
  studio.forget();
  CHECK_FALSE(ended);
  test::run_until(studio.loop, [&] { return ended.has_value(); });
  CHECK_FALSE(*ended);
  check_all_stand(studio, before);
}

TEST_CASE("notion::Push does not take a forgotten database for one whose create was unclear") {
  for (const auto* kind : {"drop_before", "502_html_committed"}) {
    CAPTURE(kind);
    Filled studio({"One", "Two"});
    const auto before = studio.details();
    studio.clear_url();
    studio.pull();
    const json::object fault{
        {"kind", kind}, {"method", "POST"}, {"path", "/v1/databases"}, {"count", 1}};
    studio.control("faults", json::object{{"rules", json::array{fault}}});
    studio.push();
    studio.pull();
    CHECK(studio.details().database_id != before.database_id);
    CHECK(studio.items().size() == 2);
    CHECK(studio.texts() == "One Two ");
  }
}

TEST_CASE("notion::observe_rows leaves a forgotten database's rows alone") {
  Beginning studio({{"kind", "slow"}, {"milliseconds", 0}});
  studio.push();
  const auto before = studio.details();
  auto rows =
      test::run(studio.loop, studio.client.rows(before.source_id, {}, notion::Priority::normal));
  studio.forget();
  const auto seen = studio.write([&](cache::Database& database) {
    return notion::observe_rows(database, before, rows.pages, {.asked_at = now()});
  });
  CHECK_FALSE(seen.changed);
  CHECK(studio.items().size() == 3);
}
