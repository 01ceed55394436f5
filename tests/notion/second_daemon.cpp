#include <algorithm>
#include <chrono>

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

namespace {

/// A studio with one film, and somebody else who writes there with the same token.
struct Shared : Filled {
  Shared() : Filled({"One"}) {}

  void later() { control("clock", json::object{{"offset_seconds", offset += 600}}); }

  void other(const std::string& page_id, const json::object& properties) {
    HttpRequest request;
    request.method = "PATCH";
    request.url = workspace->url() + "/v1/pages/" + page_id;
    request.headers = {{"Authorization", "Bearer " + workspace->integration_token()},
                       {"Notion-Version", std::string(notion::kVersion)},
                       {"Content-Type", "application/json"}};
    request.body = json::serialize(json::object{{"properties", properties}});
    REQUIRE(test::run(loop, http.send(request)).status == 200);
  }

  int offset = 0;
};

const json::object kTotal{{"Total Sentences", {{"number", 77}}}};

}  // namespace

TEST_CASE("notion::Pull stops where something else writes as us") {
  Shared studio;
  studio.later();
  studio.other(studio.page, kTotal);
  CHECK_THROWS_WITH_AS(studio.pull(), doctest::Contains("second storyreel"), UsageError);
}

TEST_CASE("notion::Pull stops where something else writes a row as us") {
  Shared studio;
  studio.later();
  studio.other(studio.row(), rich("Image Prompt", "Another"));
  CHECK_THROWS_WITH_AS(studio.pull(), doctest::Contains("Image Prompt"), UsageError);
}

TEST_CASE("notion::Pull takes no person, and no earlier run, for a second storyreel") {
  Shared studio;
  studio.later();
  studio.edit(studio.page, kTotal);
  studio.pull();
  studio.push();
  CHECK(studio.shown(studio.page, "Total Sentences") == "0");
  // What an earlier run wrote before it was killed, and could not note.
  studio.other(studio.page, kTotal);
  notion::Client client(studio.loop.get_executor(), studio.http, studio.settings);
  notion::Pull puller(client, studio.cache, studio.log, studio.settings);
  test::run(studio.loop, client.me());
  test::run(studio.loop, puller.pass());
  studio.push();
  CHECK(studio.shown(studio.page, "Total Sentences") == "0");
}

TEST_CASE("notion::Client knows that a database which it renames changes the time of its page") {
  Shared studio;
  const auto look = [&] {
    return test::run(studio.loop, studio.client.page(studio.page, notion::Priority::normal));
  };
  const auto before = look();
  studio.later();
  const json::object named{{"title", notion::rich_text("Movie - Script Details")}};
  test::run(studio.loop,
            studio.client.update_database(studio.details().database_id, named, studio.page, now()));
  auto after = look();
  // Whether or not the workspace moves it: Notion does.
  after.last_edited_time =
      std::max(after.last_edited_time, before.last_edited_time) + std::chrono::minutes(20);
  test::run(studio.loop, studio.client.me());
  after.last_edited_by = *studio.read(
      [](cache::Database& database) { return cache::facts::find(database, "bot_id"); });
  CHECK_FALSE(studio.client.is_foreign(after));
}
