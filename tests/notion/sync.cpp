#include <doctest/doctest.h>

#include "notion/bindings.hpp"
#include "tests/notion/studio.hpp"
#include "tests/support/api.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

TEST_CASE("notion::init makes the studio once and adopts it") {
  Studio studio;
  studio.init();
  const auto base = studio.read(&cache::bases::videos);
  REQUIRE(base);
  CHECK(base->title == "Videos");
  for (const auto& bound : notion::videos_binding().properties) {
    CHECK_MESSAGE(
        base->property_ids.contains(std::string(bound.name)) == notion::is_property(bound.type),
        bound.name);
  }
  CHECK(base->property_ids.contains("Status/Awaiting Approval"));
  studio.init();
  studio.write(
      [id = base->source_id](cache::Database& database) { cache::bases::remove(database, id); });
  studio.init();
  CHECK(studio.read(&cache::bases::videos)->source_id == base->source_id);
}

TEST_CASE(
    "notion::Pull reads headings, lists and quotes of a body, and neither code nor pictures") {
  Studio studio;
  studio.init();
  const auto page = studio.add_page("The Raven", "Before.");
  const auto block = [](const char* type, const char* text) {
    return json::object{{"type", type}, {type, json::object{{"rich_text", test::rich_text(text)}}}};
  };
  const json::array blocks{block("heading_1", "Dusk\nfalls"),      block("heading_2", " "),
                           block("bulleted_list_item", "A list."), block("quote", "A quote."),
                           block("code", "int main();"),           block("heading_3", "Dawn"),
                           block("to_do", "[Map] To do.")};
  studio.person("PATCH", "/v1/blocks/" + page + "/children", json::object{{"children", blocks}});
  studio.pull();
  CHECK(studio.video().body ==
        "Before.\n\n# Dusk falls\n\nA list.\n\nA quote.\n\n# Dawn\n\n[Map] To do.");
}

TEST_CASE("notion::Pull fills a blank title and shows what the site says, while the URL is that") {
  Studio studio;
  studio.init();
  const auto page = studio.add_page("", "Words.");
  studio.edit(page, {{"YouTube URL", {{"url", "https://youtu.be/x"}}}});
  studio.pull();
  studio.write([](cache::Database& database) {
    auto video = cache::videos::all(database).at(0);
    video.read_url = video.url;
    video.title = video.site_title = "A talk";
    video.site_id = "x";
    video.channel = "Keepers";
    video.duration = 61.4;
    video.views = 8'123'456'789;
    video.published = "2026-01-02";
    cache::videos::save(database, video);
  });
  studio.push();
  CHECK(studio.shown(page, "Title") == "A talk");
  CHECK(studio.shown(page, "VideoID") == "x");
  CHECK(studio.shown(page, "Channel") == "Keepers");
  CHECK(studio.shown(page, "Duration") == "61");
  CHECK(studio.shown(page, "View Count") == "8123456789");
  CHECK(studio.shown(page, "Published Date") == "2026-01-02");
  studio.edit(page, {{"Title", {{"title", test::rich_text("Mine")}}},
                     {"YouTube URL", {{"url", "https://youtu.be/y"}}}});
  studio.pull();
  studio.push();
  CHECK(studio.video().title == "Mine");
  CHECK(studio.shown(page, "Title") == "Mine");
  CHECK(studio.shown(page, "VideoID").empty());
  CHECK(studio.shown(page, "View Count").empty());
}

TEST_CASE("notion::Pull takes a page into the record, and Push shows it") {
  Studio studio;
  studio.init();
  const auto page = studio.add_page("The Raven", "Once upon a midnight.\n\nIt was dreary.");
  studio.pull();
  auto video = studio.video();
  CHECK(video.title == "The Raven");
  CHECK(video.body == "Once upon a midnight.\n\nIt was dreary.");
  studio.push();
  CHECK(studio.shown(page, "Status") == "New");
  CHECK(studio.shown(page, "Workflow") == "Narrated");
  studio.fill_rows({"One", "Two", "Three"});
  studio.push();
  const auto items = studio.items();
  REQUIRE(items.size() == 3);
  for (const auto& item : items) REQUIRE_FALSE(item.page_id.empty());
  CHECK(studio.shown(items[1].page_id, "Script Text") == "Two");
  CHECK(studio.shown(items[1].page_id, "Sentence Number") == "2");
  CHECK(studio.shown(items[1].page_id, "Image Prompt") == "A picture of Two");
  CHECK(studio.shown(items[1].page_id, "Status") == "Pending");
  CHECK_FALSE(studio.shown(page, "Script Details Database URL").empty());
}
