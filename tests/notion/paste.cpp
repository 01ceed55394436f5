#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <thread>

#include <doctest/doctest.h>

#include "notion/patch.hpp"
#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "tests/notion/filled.hpp"
#include "tests/support/api.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

namespace {

/// A studio with one film, whose page has text and the details database.
struct Paged : Filled {
  Paged() : Filled({"One", "Two"}) { pull(); }

  /// Deletes the blocks of these types.
  void remove(std::initializer_list<std::string_view> types) {
    const auto blocks = person("GET", "/v1/blocks/" + page + "/children");
    for (const auto& block : blocks.at("results").as_array()) {
      const auto type = std::string_view(block.at("type").as_string());
      if (std::ranges::find(types, type) == types.end()) continue;
      person("DELETE", "/v1/blocks/" + std::string(block.at("id").as_string()));
    }
  }

  void append(const std::string& text) {
    json::array children;
    for (auto& block : notion::paragraphs(text)) children.push_back(std::move(block));
    person("PATCH", "/v1/blocks/" + page + "/children", json::object{{"children", children}});
  }

  bool details_stand() {
    return !person("GET", "/v1/databases/" + details().database_id).at("in_trash").as_bool();
  }
};

}  // namespace

TEST_CASE("notion::Pull restores a details database that went with the text of its page") {
  Paged studio;
  studio.remove({"paragraph", "child_database"});
  studio.append("Three.");
  studio.pull();
  CHECK(studio.details_stand());
  CHECK(studio.trouble(notion::kDetailsGone).empty());
  CHECK(studio.video().body == "Three.");
  studio.pull();
  CHECK(studio.items().size() == 2);
}

TEST_CASE(
    "notion::Pull restores it also where we edited the approved video's page after the paste") {
  Paged studio;
  studio.edit(studio.page, {{"Script Approved", {{"checkbox", true}}}});
  studio.pull();
  studio.remove({"paragraph", "child_database"});
  studio.append("Three.");
  studio.write([id = studio.video().id](cache::Database& database) {
    auto video = *cache::videos::find(database, id);
    video.total = 2;
    cache::videos::save(database, video);
  });
  studio.control("clock", json::object{{"offset_seconds", 120}});
  studio.push();
  CHECK(studio.shown(studio.page, "Total Sentences") == "2");
  // As a poll does some time later.
  notion::Pull puller(studio.client, studio.cache, studio.log, studio.settings);
  test::run(studio.loop, puller.pass());
  CHECK(studio.details_stand());
  CHECK(studio.trouble(notion::kDetailsGone).empty());
  CHECK(studio.video().body == "Three.");
}

TEST_CASE("notion::Pull restores it at the next look where the first one fails") {
  Paged studio;
  studio.remove({"paragraph", "child_database"});
  studio.append("Three.");
  const json::object dropped{
      {"kind", "drop_before"}, {"method", "PATCH"}, {"path", "/v1/databases"}, {"count", 1}};
  studio.control("faults", json::object{{"rules", json::array{dropped}}});
  studio.pull();
  CHECK_FALSE(studio.details_stand());
  studio.pull();
  CHECK(studio.details_stand());
}

TEST_CASE("notion::Pull leaves a details database in the trash that was put there by itself") {
  Paged studio;
  studio.remove({"child_database"});
  studio.pull();
  CHECK_FALSE(studio.details_stand());
  CHECK_FALSE(studio.trouble(notion::kDetailsGone).empty());
  // Text that goes later has nothing to do with it.
  studio.remove({"paragraph"});
  studio.pull();
  CHECK_FALSE(studio.details_stand());
  CHECK_FALSE(studio.trouble(notion::kDetailsGone).empty());
}

TEST_CASE("notion::reread takes no row for trashed that its database took along") {
  Paged studio;
  const auto rows = [&] {
    return std::ranges::count(studio.items(), cache::ItemState::live, &cache::Item::state);
  };
  SUBCASE("with the text: the database is restored at once") {
    studio.remove({"paragraph", "child_database"});
    test::run(studio.loop, notion::reread(studio.desk(), studio.row()));
    CHECK(studio.details_stand());
    CHECK(studio.trouble(notion::kDetailsGone).empty());
  }
  SUBCASE("alone: its video is paused") {
    studio.remove({"child_database"});
    CHECK_THROWS_AS(test::run(studio.loop, notion::reread(studio.desk(), studio.row())),
                    notion::StaleError);
    CHECK_FALSE(studio.details_stand());
    CHECK_FALSE(studio.trouble(notion::kDetailsGone).empty());
  }
  CHECK(rows() == 2);
  const auto path = "/v1/pages/" + studio.row();
  studio.person("PATCH", "/v1/databases/" + studio.details().database_id,
                json::object{{"in_trash", false}});
  studio.pull();
  studio.person("PATCH", path, json::object{{"in_trash", true}});
  test::run(studio.loop, notion::reread(studio.desk(), studio.row()));
  CHECK(rows() == 1);
}

TEST_CASE("notion::Push writes over nothing that a row says whose database it puts back") {
  Paged studio;
  const auto page = studio.row();
  const auto paste = [&] {
    studio.remove({"paragraph", "child_database"});
    studio.append("Three.");
    studio.push();
    CHECK(studio.details_stand());
  };
  studio.edit(page, rich("Image Prompt", "Theirs"));
  SUBCASE("with a prompt of ours") {
    studio.set_prompt("Ours");
    paste();
  }
  SUBCASE("by moving it to the trash") {
    studio.drop(0);
    paste();
  }
  CHECK(studio.shown(page, "Image Prompt") == "Theirs");
  CHECK_FALSE(studio.person("GET", "/v1/pages/" + page).at("in_trash").as_bool());
}

TEST_CASE("notion::Push finds the details database gone, says so and writes nothing there") {
  Paged studio;
  const auto page = studio.row();
  const auto before = studio.shown(page, "Image Prompt");
  studio.set_prompt("Ours");
  studio.set_prompt("Ours too", 1);
  studio.remove({"child_database"});
  const auto pass = test::run(studio.loop, studio.pusher.pass());
  CHECK(pass.changed);
  CHECK_FALSE(studio.trouble(notion::kDetailsGone).empty());
  CHECK(studio.trouble(notion::kWriting).empty());
  CHECK(studio.shown(page, "Image Prompt") == before);
  for (const auto& item : studio.items()) CHECK(item.state == cache::ItemState::live);
}

TEST_CASE("notion::Push takes no row for trashed whose database comes back while it is read") {
  Paged studio;
  const auto page = studio.row();
  studio.set_prompt("Ours");
  const auto path = "/v1/databases/" + studio.details().database_id;
  studio.person("PATCH", path, json::object{{"in_trash", true}});
  // What the row said is heard late, when its user has restored the database.
  const json::object slow{{"kind", "slow"},
                          {"method", "GET"},
                          {"path", "/v1/pages/" + page},
                          {"count", 1},
                          {"milliseconds", 500}};
  studio.control("faults", json::object{{"rules", json::array{slow}}});
  {
    const std::jthread person([&] {
      Api api(studio.workspace->url(), studio.workspace->person_token());
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      api.call("PATCH", path, json::object{{"in_trash", false}});
    });
    test::run(studio.loop, notion::reread(studio.desk(), page));
  }
  CHECK(studio.items().at(0).state == cache::ItemState::live);
  CHECK_FALSE(studio.items().at(0).touched);
}

TEST_CASE("notion::Push wakes work where what it writes puts the database back") {
  Paged studio;
  studio.set_status(cache::ItemStatus::complete);
  studio.remove({"paragraph", "child_database"});
  studio.append("Three.");
  const auto pass = test::run(studio.loop, studio.pusher.pass());
  CHECK(pass.changed);
  CHECK(studio.details_stand());
  CHECK(studio.video().body == "Three.");
}

TEST_CASE("notion::Pull takes no row for gone whose database is not shared") {
  Paged studio;
  studio.control("shares",
                 json::object{{"page_id", studio.details().database_id}, {"shared", false}});
  const auto rows = [&] {
    return std::ranges::count(studio.items(), cache::ItemState::live, &cache::Item::state);
  };
  for (int poll = 0; poll < 3; ++poll) studio.pull();
  CHECK(rows() == 2);
  CHECK_FALSE(studio.trouble(notion::kDetailsGone).empty());
}
