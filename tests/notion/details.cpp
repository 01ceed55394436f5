#include "notion/details.hpp"

#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "tests/notion/studio.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

TEST_CASE("notion::rename_details knows a name that it gave and could not note") {
  Studio studio;
  studio.init();
  const auto page = studio.add_page("Film", "One.");
  studio.pull();
  studio.fill_rows({"One"});
  studio.push();
  const auto base = [&] {
    return *studio.read([id = studio.video().id](cache::Database& database) {
      return cache::bases::of_video(database, id);
    });
  };
  const auto retitle = [&](const char* title) {
    studio.edit(page, {{"Title", {{"title", notion::rich_text(title)}}}});
    studio.pull();
  };
  retitle("Movie");
  studio.person("PATCH", "/v1/databases/" + base().database_id,
                json::object{{"title", notion::rich_text("Movie - Script Details")}});
  studio.push();
  CHECK(base().wrote_title == "Movie - Script Details");
  retitle("Picture");
  studio.push();
  CHECK(base().title == "Picture - Script Details");
}

TEST_CASE("notion::rename_details knows a name that it gave before the next one was wanted") {
  Studio studio;
  studio.init();
  const auto page = studio.add_page("Film", "One.");
  studio.pull();
  studio.fill_rows({"One"});
  studio.push();
  const auto retitle = [&](const char* title) {
    studio.edit(page, {{"Title", {{"title", notion::rich_text(title)}}}});
    studio.pull();
  };
  const json::object lost{
      {"kind", "drop_after"}, {"method", "PATCH"}, {"path", "/v1/databases"}, {"count", 1}};
  studio.control("faults", json::object{{"rules", json::array{lost}}});
  retitle("Movie");
  test::run(studio.loop, studio.pusher.pass());
  retitle("Picture");
  studio.push();
  const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  CHECK(base.title == "Picture - Script Details");
  CHECK(studio.read(&cache::intents::all).empty());
}

TEST_CASE("notion::may_rename until a user named the database") {
  cache::Video video;
  video.title = "Movie";
  const auto may = [&](const char* title) {
    cache::Base base;
    base.wrote_title = "Film - Script Details";
    base.title = title;
    return notion::may_rename(base, video);
  };
  CHECK(may("Film - Script Details"));
  CHECK(may("Movie - Script Details"));
  CHECK_FALSE(may("My rows"));
}
