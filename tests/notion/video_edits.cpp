#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

TEST_CASE("notion::Pull stops and resumes a video as its Status says") {
  Filled studio;
  studio.edit(studio.page, select("Paused"));
  studio.pull();
  CHECK(studio.video().paused);
  studio.edit(studio.page, select("New"));
  studio.write([id = studio.video().id](cache::Database& database) {
    auto video = *cache::videos::find(database, id);
    video.status = cache::VideoStatus::paused;
    cache::videos::save(database, video);
    notion::note_trouble(database, id, "write", "it failed");
  });
  studio.pull();
  CHECK_FALSE(studio.video().paused);
  CHECK(studio
            .read([id = studio.video().id](cache::Database& database) {
              return cache::jobs::of_video(database, id);
            })
            .empty());
}

TEST_CASE(
    "notion::Pull reads an approved video's text again that was edited just before we wrote "
    "there") {
  Filled studio;
  studio.edit(studio.page, {{"Script Approved", {{"checkbox", true}}}});
  studio.pull();
  const auto blocks = studio.person("GET", "/v1/blocks/" + studio.page + "/children");
  const auto block = std::string(blocks.at("results").at(0).at("id").as_string());
  const json::object text{{"paragraph", {{"rich_text", notion::rich_text("Uno.")}}}};
  studio.person("PATCH", "/v1/blocks/" + block, text);
  studio.set_status(cache::VideoStatus::generating);
  studio.control("clock", json::object{{"offset_seconds", 120}});
  studio.push();
  // As a poll does some time later.
  notion::Pull puller(studio.client, studio.cache, studio.log, studio.settings);
  test::run(studio.loop, puller.pass());
  CHECK(studio.video().body.starts_with("Uno."));
}

TEST_CASE("notion::Pull stops a trashed video and resumes a restored one") {
  Filled studio;
  studio.trash(studio.page);
  studio.pull();
  CHECK(studio.video().trashed);
  studio.trash(studio.page, false);
  studio.pull();
  CHECK_FALSE(studio.video().trashed);
}

TEST_CASE("notion::Pull leaves alone the body and details of a video on its way to the trash") {
  Filled studio;
  const auto before = studio.video();
  // The list of Videos still shows it when its body and rows are read.
  studio.control("limits", json::object{{"index_lag_milliseconds", 60'000}});
  studio.trash(studio.page);
  studio.pull();
  CHECK(studio.video() == before);
  studio.control("limits", json::object{{"index_lag_milliseconds", 0}});
  studio.pull();
  CHECK(studio.video().trashed);
  studio.trash(studio.page, false);
  studio.pull();
  CHECK_FALSE(studio.video().trashed);
  CHECK_FALSE(studio.video().paused);
  CHECK(studio.video().body == before.body);
}

TEST_CASE("notion::Push fills a video's properties, and leaves them to the user") {
  Filled studio;
  const auto id = studio.video().id;
  studio.write([id](cache::Database& database) {
    const auto fill = [&](const char* property, const char* ours) {
      cache::fills::save(database, {.owner_id = id, .property = property, .ours = ours});
    };
    fill("Language", "en");
    fill("Keywords", "zebra\napple\nmango");
    fill("Optimized Title", "A better title");
    cache::videos::touch(database, id);
  });
  studio.push();
  CHECK(studio.shown(studio.page, "Language") == "en");
  CHECK(studio.shown(studio.page, "Keywords") == "zebra\napple\nmango");
  CHECK(studio.shown(studio.page, "Optimized Title") == "A better title");
  studio.edit(studio.page, rich("Optimized Title", "My title"));
  studio.pull();
  studio.push();
  const auto fills =
      studio.read([id](cache::Database& database) { return cache::fills::of_owner(database, id); });
  for (const auto& fill : fills) {
    CHECK(fill.theirs.has_value() == (fill.property == "Optimized Title"));
  }
}
