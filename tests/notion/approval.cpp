#include <doctest/doctest.h>

#include "daemon/runtime/hash.hpp"
#include "notion/observe.hpp"
#include "notion/requests.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

namespace {

/// A studio whose video's body is in its rows.
struct Settled : Filled {
  Settled() { take(video().body); }

  /// As the pipeline notes what it took.
  void take(const std::string& script) {
    write([id = video().id, script](cache::Database& database) {
      auto one = *cache::videos::find(database, id);
      one.taken_body = sha256(script);
      cache::videos::save(database, one);
    });
  }
  void approve(bool ticked = true) { edit(page, {{"Script Approved", {{"checkbox", ticked}}}}); }
  void rewrite(const std::string& text) {
    const auto blocks = person("GET", "/v1/blocks/" + page + "/children");
    const auto block = std::string(blocks.at("results").at(0).at("id").as_string());
    const json::object words{{"paragraph", {{"rich_text", notion::rich_text(text)}}}};
    person("PATCH", "/v1/blocks/" + block, words);
  }
  void empty() {
    const auto blocks = person("GET", "/v1/blocks/" + page + "/children");
    for (const auto& block : blocks.at("results").as_array())
      if (block.at("type").as_string() == "paragraph")
        person("DELETE", "/v1/blocks/" + std::string(block.at("id").as_string()));
  }
  bool owed() {
    return read(
        [id = video().id](cache::Database& database) { return notion::owes_body(database, id); });
  }
};

}  // namespace

TEST_CASE("notion::Pull notes that an approved video owes its rows what was edited before") {
  Settled studio;
  studio.rewrite("Uno.");
  studio.approve();
  studio.pull();
  CHECK(studio.video().body.starts_with("Uno."));
  CHECK(studio.owed());

  SUBCASE("until it is taken") {
    studio.take(studio.video().body);
    studio.pull();
    CHECK_FALSE(studio.owed());
  }
  SUBCASE("until the text is again as it was") {
    studio.rewrite("One.");
    studio.pull();
    CHECK_FALSE(studio.owed());
  }
  SUBCASE("also after New was set, which drops what failed") {
    studio.set_status(cache::VideoStatus::generating);
    studio.push();
    studio.edit(studio.page, select("New"));
    studio.pull();
    CHECK(studio.owed());
  }
  SUBCASE("unless the approval is taken back") {
    studio.approve(false);
    studio.pull();
    CHECK_FALSE(studio.owed());
  }
}

TEST_CASE("notion::Pull notes it also where the edit was seen before the approval was") {
  Settled studio;
  studio.rewrite("Uno.");
  studio.pull();
  CHECK_FALSE(studio.owed());
  studio.approve();
  studio.pull();
  CHECK(studio.owed());
}

TEST_CASE(
    "notion::Pull has the body looked at anew for a row that its user kept, approved or not") {
  Settled studio;
  studio.approve();
  studio.pull();
  studio.drop(1);
  SUBCASE("the body is as it was taken") {
    studio.edit(studio.row(1), script_text("Mine"));
    studio.pull();
    CHECK(studio.video().taken_body.empty());
    CHECK(studio.owed());
    studio.pull();
    CHECK(studio.owed());
  }
  SUBCASE("but not a body that is another since") {
    SUBCASE("edited") {
      studio.rewrite("Uno.");
    }
    SUBCASE("emptied: the rows are all there is") {
      studio.empty();
    }
    studio.pull();
    studio.edit(studio.row(1), script_text("Mine"));
    studio.pull();
    CHECK_FALSE(studio.video().taken_body.empty());
    CHECK_FALSE(studio.owed());
  }
  CHECK(studio.items()[1].state == cache::ItemState::live);
}

TEST_CASE("notion::Pull takes an edit after approval for no debt") {
  Settled studio;
  studio.approve();
  studio.pull();
  CHECK_FALSE(studio.owed());
  studio.rewrite("Uno.");
  studio.pull();
  CHECK(studio.video().body.starts_with("Uno."));
  CHECK_FALSE(studio.owed());
}

TEST_CASE("notion::Pull reads the body of a video that was just approved although we write there") {
  Settled studio;
  notion::Pull puller(studio.client, studio.cache, studio.log, studio.settings);
  test::run(studio.loop, puller.pass());
  studio.approve();
  studio.set_status(cache::VideoStatus::generating);
  studio.control("clock", json::object{{"offset_seconds", 120}});
  studio.push();
  test::run(studio.loop, puller.pass());
  CHECK(studio.video().approved);
  CHECK_FALSE(studio.owed());
}

TEST_CASE("notion::observe_body pays with no body that was asked for before the approval") {
  Settled studio;
  const auto asked_at = now();
  studio.write([id = studio.video().id, at = asked_at + seconds{1}](cache::Database& database) {
    cache::jobs::save(database, {.owner_id = id, .stage = "body", .started_at = at});
  });
  const auto read_at = [&](Time asked) {
    studio.write(
        [page = studio.page, body = studio.video().body, asked](cache::Database& database) {
          notion::observe_body(database, page, body, "", asked);
        });
  };
  read_at(asked_at);
  CHECK(studio.owed());
  read_at(asked_at + seconds{1});
  CHECK_FALSE(studio.owed());
}
