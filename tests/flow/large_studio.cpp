#include "tests/support/large_studio.hpp"

#include <map>
#include <set>

#include <SQLiteCpp/Database.h>
#include <boost/json/parse.hpp>

#include "cache/repository.hpp"
#include "tests/flow/artifacts.hpp"
#include "tests/flow/studio.hpp"
#include "tests/support/requests.hpp"

namespace storyreel::test {
namespace {

constexpr std::size_t kVideos = 3;

/// Whether every details database was polled, and Videos often enough after that for the other
/// loops to have had their turn.
bool looked_at_all(Studio& studio) {
  const auto videos = "/v1/data_sources/" + studio.videos() + "/query";
  std::set<std::string> polled;
  int since = 0;
  for (const auto& request : requests(studio.person())) {
    if (!request.form.ends_with("/query")) continue;
    polled.insert(request.path);
    since += polled.size() > kVideos && request.path == videos;
  }
  return since >= 10;
}

/// Pull and push look at every page again, and what push once wrote is known as its own.
void doubt(Studio& studio) {
  SQLite::Database database(studio.path("state") / "storyreel.db", SQLite::OPEN_READWRITE);
  for (const auto& video : cache::videos::all(database)) {
    auto page = *cache::pages::find(database, video.page_id);
    page.seen_at = now();
    cache::pages::save(database, page);
    cache::videos::set_pushed(database, video.id, 0);
    const auto fills = cache::fills::of_video(database, video.id);
    CHECK(fills.size() == 7 + 5 + 1);
    for (const auto& fill : fills) CHECK(fill.wrote == fill.ours);
  }
}

/// A studio of finished videos of seven sentences, its workspace running.
struct Large {
  Large() {
    REQUIRE(studio.command({"init"}).exit == 0);
    studio.stop_workspace();
    make_finished_videos(studio.path("storyreel.toml"), studio.path("workspace"), kVideos, 7);
    doubt(studio);
    studio.start_workspace();
    forget_requests(studio.person());
  }

  Studio studio{"[media]\nhosting = [\"local\"]\npublic_url = \"http://127.0.0.1:8480/media\"\n"};
};

TEST_CASE("flow::large_studio a daemon finds nothing to do") {
  Large large;
  auto& studio = large.studio;
  auto daemon = studio.daemon();
  REQUIRE_MESSAGE(eventually([&] { return looked_at_all(studio); }), studio.log());
  std::map<std::string, int> texts;  // each may be read once: we wrote there a moment ago
  for (const auto& request : requests(studio.person())) {
    const bool is_text = request.form == "/v1/blocks/{id}/children";
    const bool looks = !request.writes() && !request.form.starts_with("/v1/views") &&
                       (!is_text || ++texts[request.path] == 1);
    CHECK_MESSAGE(looks, request.method << " " << request.path);
  }
  const auto status = boost::json::parse(studio.command({"status", "--json"}).output);
  const auto& videos = status.at("videos").as_array();
  CHECK(videos.size() == kVideos);
  for (const auto& video : videos) {
    CHECK(video.at("status") == "Complete");
    CHECK(video.at("completed") == 7);
    CHECK(video.at("error") == "");
  }
  CHECK(studio.person().rows(studio.videos()).size() == kVideos);
}

TEST_CASE("flow::large_studio an edit is made as in any video") {
  Large large;
  auto& studio = large.studio;
  const auto before = artifacts(studio.path("state"));
  const auto video = studio.person().rows(studio.videos()).at(1);
  auto daemon = studio.daemon();
  const auto row = studio.sentences(video.id).at(3);
  studio.person().set(row.id, {{"Script Text", {{"title", rich_text("Now it waits.")}}}});
  const bool made = eventually([&] {
    const auto shown = studio.person().page(video.id).values;
    return shown.at("Status") == "Complete" && shown.at("Render") != video.values.at("Render");
  });
  REQUIRE_MESSAGE(made, studio.log());
  const std::map<std::string, int> parts{
      {"picture", 1},   {"voice", 1},    {"sound", 1},  {"body", 1},  {"join", 2},     {"film", 1},
      {"subtitles", 1}, {"captions", 1}, {"recipe", 1}, {"sheet", 1}, {"thumbnail", 1}};
  CHECK(made_between(before, artifacts(studio.path("state"))) == parts);
}

}  // namespace
}  // namespace storyreel::test
