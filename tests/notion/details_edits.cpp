#include <algorithm>
#include <thread>

#include <doctest/doctest.h>

#include "notion/patch.hpp"
#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

TEST_CASE("notion::Pull pauses a video whose details database is trashed") {
  Filled studio;
  const auto base = studio.details();
  const auto path = "/v1/databases/" + base.database_id;
  studio.person("PATCH", path, json::object{{"in_trash", true}});
  studio.pull();
  CHECK_FALSE(studio.trouble(notion::kDetailsGone).empty());
  CHECK(studio.texts() == "One Two Three ");
  // Its user's own pause is another.
  studio.edit(studio.page, select("Paused"));
  studio.pull();
  studio.person("PATCH", path, json::object{{"in_trash", false}});
  studio.pull();
  CHECK(studio.trouble(notion::kDetailsGone).empty());
  CHECK(studio.video().paused);
}

TEST_CASE("notion::Push makes a new details database when its URL is cleared") {
  Filled studio;
  const auto before = studio.details();
  studio.clear_url();
  studio.pull();
  studio.push();
  CHECK(studio.details().database_id != before.database_id);
  CHECK(studio.shown(studio.page, "Script Details Database URL") == studio.details().url);
  CHECK(studio.shown(studio.row(2), "Script Text") == "Three");
}

TEST_CASE(
    "notion::Pull takes along what was typed into rows before their database's URL was cleared") {
  Filled studio;
  studio.edit(studio.row(1), script_text("Deux"));
  studio.clear_url();
  SUBCASE("where the poll sees it first") {}
  SUBCASE("where a write to the video sees it first") {
    studio.set_status(cache::VideoStatus::generating);
    test::run(studio.loop, notion::reread(studio.desk(), studio.page));
  }
  studio.pull();
  CHECK(studio.texts() == "One Deux Three ");
  studio.push();
  CHECK(studio.shown(studio.row(1), "Script Text") == "Deux");
}

TEST_CASE("notion::Push names the details database after the video, until a user names it") {
  Filled studio;
  const auto base = studio.details();
  const auto path = "/v1/databases/" + base.database_id;
  const auto name = [&] {
    const auto shown = studio.person("GET", path);
    return std::string(shown.at("title").as_array().at(0).at("plain_text").as_string());
  };
  const auto rename = [&](const std::string& to) {
    studio.rename(to);
    studio.pull();
    studio.push();
  };
  CHECK(name() == "Film - Script Details");
  rename("Movie");
  CHECK(name() == "Movie - Script Details");
  studio.person("PATCH", path, json::object{{"title", notion::rich_text("My rows")}});
  rename("Picture");
  CHECK(name() == "My rows");
}

TEST_CASE("notion::Pull halts when most rows vanish, until the user says so") {
  Filled studio({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"});
  const auto items = studio.items();
  for (std::size_t index = 0; index < 11; ++index) studio.trash(items[index].page_id);
  studio.pull();
  const auto live = [&] {
    return std::ranges::count(studio.items(), cache::ItemState::live, &cache::Item::state);
  };
  CHECK(live() == 12);
  CHECK_FALSE(studio.trouble("halt").empty());
  studio.set_status(cache::VideoStatus::failed);
  studio.push();
  studio.edit(studio.page, select("New"));
  // What is in the index by now is asked for at once; nothing is made before that is known.
  std::this_thread::sleep_for(studio.settings.index_lag);
  studio.pull();
  CHECK(live() == 1);
  CHECK(studio.trouble("absence").empty());
}

TEST_CASE("notion::rename_details reads the name again before each attempt") {
  Filled studio;
  const json::object busy{
      {"kind", "429"}, {"method", "PATCH"}, {"path", "/v1/databases"}, {"count", 1}};
  studio.rename("Movie");
  studio.pull();
  studio.control("faults", json::object{{"rules", json::array{busy}}});
  studio.person("DELETE", "/_control/requests");
  studio.push();
  std::string order;
  for (const auto& request : studio.person("GET", "/_control/requests").at("requests").as_array()) {
    const std::string path(request.at("path").as_string());
    if (path.starts_with("/v1/databases/"))
      order += std::string(request.at("method").as_string()) + " ";
  }
  CHECK(order == "GET PATCH GET PATCH ");
}

TEST_CASE("notion::Pull stops all videos that vanished, however many, by one whole scan") {
  Studio studio;
  studio.init();
  std::vector<std::string> pages;
  for (int film = 0; film < 12; ++film)
    pages.push_back(studio.add_page("Film " + std::to_string(film), "One."));
  studio.pull();
  REQUIRE(studio.read(&cache::videos::all).size() == 12);
  std::this_thread::sleep_for(studio.settings.index_lag);
  for (std::size_t film = 0; film < 11; ++film) studio.trash(pages[film]);
  std::this_thread::sleep_for(studio.settings.index_lag);
  studio.pull();
  CHECK(std::ranges::count(studio.read(&cache::videos::all), true, &cache::Video::trashed) == 11);
}
