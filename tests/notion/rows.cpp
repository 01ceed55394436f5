#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "tests/notion/filled.hpp"

using namespace storyreel;
using namespace storyreel::test;
namespace json = boost::json;

TEST_CASE("notion::Pull moves rows by their numbers, and Push closes them up") {
  Filled studio;
  studio.edit(studio.row(2), number(1));
  studio.pull();
  CHECK(studio.texts() == "Three One Two ");
  studio.push();
  for (std::size_t index = 0; index < 3; ++index) {
    CHECK(studio.shown(studio.row(index), "Sentence Number") == std::to_string(index + 1));
  }
  studio.pull();
  CHECK(studio.texts() == "Three One Two ");
}

TEST_CASE("notion::Pull takes a number for the one that people saw when they typed it") {
  Filled studio({"One", "Two", "Three", "Four", "Five"});
  studio.trash(studio.row(0));
  studio.pull();
  studio.edit(studio.row(4), number(3));
  studio.pull();
  CHECK(studio.texts() == "Two Five Three Four ");
}

TEST_CASE("notion::Pull takes a number that was typed for one, though it is what we would write") {
  Filled studio({"One", "Two", "Three", "Four"});
  const auto gone = studio.items()[1];
  studio.trash(gone.page_id);
  // It was seen elsewhere before, so that Four is the third from now on.
  studio.write([gone](cache::Database& database) {
    cache::items::remove(database, gone.id);
    cache::pages::remove(database, gone.page_id);
  });
  const auto row = studio.row(2);
  const auto* wanted = "One Four Three ";
  SUBCASE("by somebody") {}
  SUBCASE("but not by us, who never heard that it arrived") {
    studio.write([row](cache::Database& database) {
      auto page = *cache::pages::find(database, row);
      page.sent["Sentence Number"] = "3";
      cache::pages::save(database, page);
    });
    wanted = "One Three Four ";
  }
  studio.edit(row, number(3));
  studio.pull();
  CHECK(studio.texts() == wanted);
}

TEST_CASE("notion::Pull takes a number that was typed where there was none") {
  Filled studio({"One", "Two", "Three", "Four", "Five"});
  const auto row = studio.row(1);
  studio.edit(row, json::object{{"Sentence Number", {{"number", nullptr}}}});
  studio.pull();
  REQUIRE(studio.texts() == "One Three Four Five Two ");
  // Five still shows that number.
  studio.edit(row, number(5));
  studio.pull();
  CHECK(studio.texts() == "One Three Four Two Five ");
}

TEST_CASE("notion::Pull puts a new row without a number last, whatever was typed into others") {
  Filled studio;
  studio.edit(studio.row(2), number(14));
  studio.add_row(script_text("Four"));
  studio.pull();
  CHECK(studio.texts() == "One Two Three Four ");
}

TEST_CASE("notion::Pull stops a trashed row and takes a restored one back") {
  Filled studio;
  const auto row = studio.row(1);
  studio.trash(row);
  studio.pull();
  CHECK(studio.texts() == "One Three ");
  CHECK(studio.items()[1].touched);
  studio.push();
  CHECK(studio.shown(studio.row(2), "Sentence Number") == "2");
  studio.trash(row, false);
  studio.pull();
  CHECK(studio.texts() == "One Two Three ");
}

TEST_CASE("notion::Pull takes a restored row back where it stood, whatever moved meanwhile") {
  Filled studio({"One", "Two", "Three", "Four", "Five", "Six"});
  const auto row = studio.row(3);
  for (const auto index : {0, 1, 3}) studio.trash(studio.row(static_cast<std::size_t>(index)));
  studio.pull();
  studio.push();
  studio.edit(studio.row(5), number(1));
  studio.pull();
  CHECK(studio.texts() == "Six Three Five ");
  studio.trash(row, false);
  studio.pull();
  CHECK(studio.texts() == "Six Three Four Five ");
}

TEST_CASE("notion::Pull takes a row back that was not there for a while as nobody had touched it") {
  Filled studio;
  const auto row = studio.row(1);
  const auto be_shared = [&](bool shared) {
    studio.control("shares", boost::json::object{{"page_id", row}, {"shared", shared}});
    studio.pull();
  };
  be_shared(false);
  CHECK(studio.texts() == "One Three ");
  SUBCASE("and lets the body change it again") {
    be_shared(true);
    CHECK_FALSE(studio.items()[1].touched);
  }
  SUBCASE("but as its user's where they edited it meanwhile") {
    studio.edit(row, script_text("Deux"));
    be_shared(true);
    CHECK(studio.items()[1].touched);
    CHECK(studio.items()[1].text == "Deux");
  }
  CHECK(studio.items()[1].state == cache::ItemState::live);
}

TEST_CASE("notion::Push trashes rows whose sentence left the body") {
  Filled studio;
  studio.drop(1);
  const auto row = studio.row(1);
  studio.push();
  CHECK(studio.person("GET", "/v1/pages/" + row).at("in_trash").as_bool());
  studio.pull();
  CHECK(studio.items()[1].state == cache::ItemState::trashed);
}

TEST_CASE("notion::Push leaves a row that was edited after its sentence left the body") {
  Filled studio;
  const auto row = studio.row(1);
  studio.drop(1);
  studio.edit(row, script_text("Mine"));
  studio.push();
  CHECK_FALSE(studio.person("GET", "/v1/pages/" + row).at("in_trash").as_bool());
  CHECK(studio.texts() == "One Mine Three ");
  studio.pull();
  studio.push();
  CHECK(studio.shown(row, "Script Text") == "Mine");
}

TEST_CASE("notion::Push leaves a row that was moved away after its sentence left the body") {
  Filled studio;
  const auto row = studio.row(1);
  studio.drop(1);
  const auto theirs = studio.person(
      "POST", "/v1/databases",
      json::object{{"parent", {{"type", "page_id"}, {"page_id", studio.page}}},
                   {"initial_data_source", {{"properties", {{"Name", {{"title", {}}}}}}}}});
  const auto& source = theirs.at("data_sources").as_array().at(0).at("id").as_string();
  studio.person("POST", "/v1/pages/" + row + "/move",
                json::object{{"parent", {{"type", "data_source_id"}, {"data_source_id", source}}}});
  studio.push();
  CHECK_FALSE(studio.person("GET", "/v1/pages/" + row).at("in_trash").as_bool());
  CHECK(studio.texts() == "One Three ");
}

TEST_CASE("notion::Push trashes a dropped row where it could not be read for a while") {
  Filled studio;
  const auto row = studio.row(1);
  studio.drop(1);
  const auto share = [&](bool shared) {
    studio.control("shares", json::object{{"page_id", studio.page}, {"shared", shared}});
  };
  share(false);
  test::run(studio.loop, studio.pusher.pass());
  share(true);
  studio.pull();
  studio.push();
  CHECK(studio.person("GET", "/v1/pages/" + row).at("in_trash").as_bool());
}

TEST_CASE("notion::Pull keeps a row that was edited after its sentence left the body") {
  Filled studio;
  studio.drop(1);
  studio.edit(studio.row(1), rich("Image Prompt", "Mine"));
  studio.pull();
  CHECK(studio.items()[1].state == cache::ItemState::live);
  studio.clear_url();
  studio.pull();
  studio.push();
  CHECK(studio.texts() == "One Two Three ");
}

TEST_CASE("notion::Pull has a row that left its video stand for its sentence there, or for none") {
  Filled studio;
  const auto left = [&](cache::ItemState state) {
    const auto id = studio.items()[1].id;
    studio.write([id, state](cache::Database& database) {
      cache::Video other;
      other.id = "other";
      other.created_at = now();
      cache::videos::save(database, other);
      auto item = *cache::items::find(database, id);
      item.video_id = other.id;
      item.state = state;
      cache::items::save(database, item);
    });
    studio.edit(studio.row(1), rich("Image Prompt", "Mine"));
    studio.pull();
    CHECK(studio.texts() == "One Two Three ");
    return *studio.read(
        [id](cache::Database& database) { return cache::items::find(database, id); });
  };
  SUBCASE("its user took the sentence away") {
    const auto item = left(cache::ItemState::live);
    CHECK(item.state == cache::ItemState::trashed);
    CHECK(item.touched);
  }
  SUBCASE("the sentence had left the body before") {
    const auto item = left(cache::ItemState::dropped);
    CHECK(item.state == cache::ItemState::trashed);
    CHECK_FALSE(item.touched);
  }
}

TEST_CASE("notion::Pull takes rows of the user's, and duplicates with their fills") {
  Filled studio;
  studio.duplicate(studio.row(0));
  studio.add_row(script_text("Four"));
  studio.pull();
  CHECK(studio.texts() == "One One Two Three Four ");
  const auto items = studio.items();
  CHECK_FALSE(studio.prompt(items[1].id).theirs);
  CHECK(studio.prompt(items[1].id).ours == "A picture of One");
  CHECK(items[4].touched);
}

TEST_CASE("notion::Pull sets a duplicate behind its original, also where it was edited at once") {
  Filled studio;
  const auto copy = studio.duplicate(studio.row(1));
  studio.edit(copy, script_text("Deux"));
  studio.pull();
  CHECK(studio.texts() == "One Two Deux Three ");
  CHECK_FALSE(studio.prompt(studio.items()[2].id).theirs);
}

TEST_CASE("notion::Pull knows our prompt in a row that was copied from another video") {
  Filled studio;
  studio.write([](cache::Database& database) {
    cache::Video other;
    other.id = "other";
    other.created_at = now();
    cache::videos::save(database, other);
    cache::Item item;
    item.id = "its";
    item.video_id = other.id;
    item.text = "Moon";
    cache::items::save(database, item);
    cache::fills::save(database, {.owner_id = item.id,
                                  .property = "Image Prompt",
                                  .ours = "A moon",
                                  .inputs = "moon",
                                  .wrote = "A moon"});
  });
  auto values = script_text("Moon");
  values.emplace("Image Prompt", json::object{{"rich_text", notion::rich_text("A moon")}});
  studio.add_row(values);
  studio.pull();
  CHECK(studio.texts() == "One Two Three Moon ");
  const auto prompt = studio.prompt(studio.items()[3].id);
  CHECK_FALSE(prompt.theirs);
  CHECK(prompt.ours == "A moon");
}

TEST_CASE("notion::Pull knows a duplicate by its user's prompt and number where both were edited") {
  Filled studio;
  const auto row = studio.row(1);
  studio.edit(row, rich("Image Prompt", "Mine"));
  studio.pull();
  studio.duplicate(row);
  studio.edit(row, script_text("Deux"));
  SUBCASE("behind its original") {
    studio.pull();
    CHECK(studio.texts() == "One Deux Two Three ");
  }
  SUBCASE("but a prompt alone says nothing: the number is asked for") {
    studio.add_row({{"Script Text", {{"title", notion::rich_text("New")}}},
                    {"Image Prompt", {{"rich_text", notion::rich_text("Mine")}}},
                    {"Sentence Number", {{"number", 1}}}});
    studio.pull();
    CHECK(studio.texts() == "New One Deux Two Three ");
  }
}

TEST_CASE("notion::Pull knows our prompt in a duplicate whose original's was written over since") {
  Filled studio;
  const auto row = studio.row(1);
  const auto copy = studio.duplicate(row);
  studio.edit(row, rich("Image Prompt", "Mine"));
  studio.edit(copy, number(3.5));
  studio.pull();
  CHECK(studio.texts() == "One Two Three Two ");
  CHECK(studio.prompt(studio.items()[1].id).theirs == "Mine");
  CHECK_FALSE(studio.prompt(studio.items()[3].id).theirs);
}

TEST_CASE("notion::Pull knows a duplicate whose original was just moved or edited") {
  Filled studio;
  const auto row = studio.row(1);
  SUBCASE("its number is still to be put right") {
    studio.edit(row, number(-1));
    studio.pull();
    studio.duplicate(row);
    studio.pull();
    CHECK(studio.texts() == "Two Two One Three ");
  }
  SUBCASE("its number was put right since") {
    studio.edit(row, number(3.5));
    studio.pull();
    studio.duplicate(row);
    studio.push();
    studio.pull();
    CHECK(studio.texts() == "One Three Two Two ");
  }
  SUBCASE("its text was edited, and no poll has seen it") {
    studio.edit(row, script_text("Deux"));
    studio.duplicate(row);
    studio.pull();
    CHECK(studio.texts() == "One Deux Deux Three ");
  }
  SUBCASE("its text was edited, and a new prompt was written into the original meanwhile") {
    studio.edit(row, script_text("Deux"));
    studio.pull();
    studio.duplicate(row);
    auto fill = studio.prompt(studio.items()[1].id);
    fill.ours = "A picture of Deux";
    studio.write([fill](cache::Database& database) { cache::fills::save(database, fill); });
    studio.push();
    REQUIRE(studio.shown(row, "Image Prompt") == "A picture of Deux");
    studio.pull();
    CHECK(studio.texts() == "One Deux Deux Three ");
    studio.push();
    CHECK(studio.shown(studio.row(2), "Image Prompt") == "A picture of Deux");
  }
  for (const auto& item : studio.items()) CHECK_FALSE(studio.prompt(item.id).theirs);
}
