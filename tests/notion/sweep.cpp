#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "notion/hints.hpp"
#include "notion/requests.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using std::chrono::minutes;
using namespace storyreel::test;

namespace {

/// A studio whose one video has rows in Notion, is complete and rests.
struct Resting : Filled {
  Resting() : Filled({"One", "Two"}) {
    set_status(cache::VideoStatus::complete);
    push();
    pull();
    age(minutes(60));
  }

  void edit_row(const std::string& text) { edit(row(), script_text(text)); }
  std::string text() { return items().at(0).text; }

  int queries() {
    const auto log = person("GET", "/_control/requests");
    int count = 0;
    for (const auto& request : log.at("requests").as_array()) {
      count += request.at("path").as_string().ends_with("/query");
    }
    return count;
  }
};

/// A pull as after a start: it remembers nothing.
void pull_anew(Studio& studio) {
  notion::Pull puller(studio.client, studio.cache, studio.log, studio.settings);
  test::run(studio.loop, puller.pass());
}

}  // namespace

TEST_CASE("notion::Pull leaves what rests alone, but for what search hints at") {
  Resting studio;
  pull_anew(studio);
  auto before = studio.queries();
  pull_anew(studio);
  CHECK(studio.queries() == before + 1);
  studio.edit_row("Uno");
  before = studio.queries();
  pull_anew(studio);
  CHECK(studio.queries() == before + 2);
  CHECK(studio.text() == "Uno");
}

TEST_CASE("notion::look_for_hints names the sources whose rows are not as the mirror has them") {
  Resting studio;
  pull_anew(studio);
  const notion::Desk desk{studio.client, studio.cache, studio.log, studio.settings};
  const auto look = [&] {
    return test::run(studio.loop, notion::look_for_hints(desk, std::nullopt));
  };
  CHECK(look().sources.empty());
  CHECK(look().newest.has_value());
  studio.edit_row("Uno");
  CHECK(look().sources.size() == 1);
}

TEST_CASE("notion::Sweep reads resting videos whole, rows and body, one a pass") {
  Resting studio;
  studio.edit_row("Uno");
  studio.trash(studio.items().at(1).page_id);
  const auto pass = test::run(studio.loop, studio.sweeper.pass());
  CHECK(pass.changed);
  CHECK(studio.text() == "Uno");
  CHECK(studio.items().at(1).state == cache::ItemState::trashed);
  CHECK(*pass.again_at > now());
  const auto before = studio.queries();
  test::run(studio.loop, studio.sweeper.pass());
  CHECK(studio.queries() == before);
}

TEST_CASE("notion::Sweep::everything waits for no turn") {
  Resting studio;
  test::run(studio.loop, studio.sweeper.pass());
  studio.edit_row("Uno");
  studio.age(minutes(60));
  CHECK(test::run(studio.loop, studio.sweeper.everything()).changed);
  CHECK(studio.text() == "Uno");
}

TEST_CASE("notion::Client reads all rows past the cap of one query, and says where it can't") {
  Studio studio;
  studio.init();
  studio.control("limits", json::object{{"result_cap", 5}});
  const auto source = studio.read(&cache::bases::videos)->source_id;
  const auto rows = [&] {
    return test::run(studio.loop, studio.client.rows(source, {}, notion::Priority::normal));
  };
  for (int minute = 0; minute < 12; ++minute) {
    studio.control("clock", json::object{{"offset_seconds", 60 * minute}});
    studio.add_page("Film " + std::to_string(minute), "");
  }
  CHECK(rows().complete);
  CHECK(rows().pages.size() == 12);
  // More in one minute than a query returns can't be told apart.
  for (int i = 0; i < 7; ++i) studio.add_page("More " + std::to_string(i), "");
  CHECK_FALSE(rows().complete);
}

TEST_CASE("notion::Pull does without hints that Notion refuses") {
  Resting studio;
  const json::object refused{{"kind", "404"}, {"path", "/v1/search"}};
  studio.control("faults", json::object{{"rules", json::array{refused}}});
  studio.edit_row("Uno");
  CHECK_NOTHROW(pull_anew(studio));
  CHECK(studio.text() == "One");
  test::run(studio.loop, studio.sweeper.everything());
  CHECK(studio.text() == "Uno");
}

TEST_CASE("notion::Sweep asks once a minute for a large database that it can't see whole") {
  std::vector<std::string> sentences;
  for (int i = 0; i < 100; ++i) sentences.push_back("S" + std::to_string(i));
  Filled studio(sentences);
  studio.write([](cache::Database& database) {
    for (auto& base : cache::bases::all(database)) {
      base.swept_at.reset();
      cache::bases::save(database, base);
    }
  });
  const auto queries = [&] {
    return studio.person("GET", "/_control/requests").at("requests").as_array().size();
  };
  const notion::Client::Hold written(studio.client, studio.row());
  test::run(studio.loop, studio.sweeper.pass());
  const auto before = queries();
  test::run(studio.loop, studio.sweeper.pass());
  // Nothing but the person's own look at the log.
  CHECK(queries() == before);
}
