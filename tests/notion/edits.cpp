#include <doctest/doctest.h>

#include "tests/notion/filled.hpp"

using namespace storyreel;
using namespace storyreel::test;

TEST_CASE("notion::Pull takes edits of rows") {
  Filled studio;
  studio.edit(studio.row(0), script_text("Uno"));
  studio.edit(studio.row(1), rich("Image Prompt", "A lighthouse"));
  studio.edit(studio.row(2), select("Complete"));
  studio.pull();
  const auto items = studio.items();
  CHECK(items[0].text == "Uno");
  CHECK(items[0].touched);
  CHECK(studio.prompt(items[1].id).theirs == "A lighthouse");
  CHECK_FALSE(items[2].touched);
  studio.push();
  CHECK(studio.shown(studio.row(1), "Image Prompt") == "A lighthouse");
  CHECK(studio.shown(studio.row(2), "Status") == "Pending");
  CHECK(studio.items()[2].take == 0);
}

TEST_CASE("notion::Pull tells what it saw before it failed once it goes well again") {
  Filled studio;
  const auto source = studio.details().source_id;
  studio.edit(studio.page, rich("Optimized Description", "Mine"));
  const boost::json::object broken{{"kind", "drop_before"},
                                   {"method", "POST"},
                                   {"path", "/v1/data_sources/" + source + "/query"}};
  studio.control("faults", boost::json::object{{"rules", boost::json::array{broken}}});
  CHECK_THROWS(test::run(studio.loop, studio.puller.pass()));
  REQUIRE(studio.read([id = studio.video().id](cache::Database& database) {
    return cache::fills::find(database, id, "Optimized Description")->theirs;
  }) == "Mine");
  studio.person("DELETE", "/_control/faults");
  CHECK(test::run(studio.loop, studio.puller.pass()).changed);
  CHECK_FALSE(test::run(studio.loop, studio.puller.pass()).changed);
}

TEST_CASE("notion::Pull tells fills of ours from the user's") {
  Filled studio;
  const auto id = studio.items()[0].id;
  const auto ours = studio.prompt(id).ours;
  CHECK(studio.prompt(id).wrote == ours);
  studio.edit(studio.row(0), rich("Image Prompt", "Mine"));
  studio.pull();
  CHECK(studio.prompt(id).value() == "Mine");
  studio.edit(studio.row(0), rich("Image Prompt", ""));
  studio.pull();
  CHECK_FALSE(studio.prompt(id).theirs);
  CHECK(studio.prompt(id).inputs.empty());
  studio.push();
  CHECK(studio.shown(studio.row(0), "Image Prompt") == ours);
}

TEST_CASE("notion::Push reads before it writes a fill") {
  Filled studio;
  const auto id = studio.items()[0].id;
  studio.edit(studio.row(0), rich("Image Prompt", "Just typed"));
  studio.set_prompt("Remade");
  studio.push();
  CHECK(studio.shown(studio.row(0), "Image Prompt") == "Just typed");
  CHECK(studio.prompt(id).theirs == "Just typed");
}

TEST_CASE("notion::Pull raises the take when a user sets Pending") {
  Filled studio;
  studio.set_status(cache::ItemStatus::complete);
  studio.push();
  CHECK(studio.shown(studio.row(0), "Status") == "Complete");
  studio.edit(studio.row(0), select("Pending"));
  studio.pull();
  CHECK(studio.items()[0].take == 1);
}
