#include <doctest/doctest.h>

#include "notion/bindings.hpp"
#include "tests/notion/studio.hpp"

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
