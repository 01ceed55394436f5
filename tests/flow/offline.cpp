#include <algorithm>

#include "tests/flow/artifacts.hpp"
#include "tests/flow/studio.hpp"

namespace storyreel::test {
namespace {

constexpr const char* kScript = "Here is line one. Here is line two. Here is line three.";

int recorded(Studio& studio, const std::string& kind) {
  int count = 0;
  for (const auto& [key, stored] : artifacts(studio.path("state"))) count += stored.kind == kind;
  return count;
}

bool film_made(Studio& studio, int count) {
  return eventually([&] { return recorded(studio, "film") >= count; }, seconds(120));
}

/// The row of a text; fails where there is none.
std::string row_of(Studio& studio, const std::string& video, const std::string& text) {
  const auto rows = studio.sentences(video);
  const auto found = std::ranges::find_if(
      rows, [&](const ShownPage& row) { return row.values.at("Script Text") == text; });
  REQUIRE(found != rows.end());
  return found->id;
}

TEST_CASE("flow::offline what needs no Notion is made without it, and both sides meet again") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto video = studio.add("Far away", kScript);
  studio.await(video, "Awaiting Approval");
  const auto row = row_of(studio, video, "Here is line two.");
  studio.approve(video);
  INFO(studio.log());
  REQUIRE(eventually([&] { return recorded(studio, "voice") >= 1; }, seconds(60)));
  studio.stop_workspace();
  REQUIRE(film_made(studio, 1));
  REQUIRE(eventually([&] { return studio.logged({"failed", "trying again"}) > 0; }, seconds(60)));
  studio.start_workspace();
  studio.person().set(row, {{"Script Text", {{"title", rich_text("Here is another line.")}}}});
  REQUIRE(film_made(studio, 2));
  studio.await(video, "Complete", seconds(120));
  CHECK(studio.person().page(row).values.at("Script Text") == "Here is another line.");
  CHECK(studio.sentences(video).size() == 3);
  CHECK(studio.logged({"works again"}) > 0);
  CHECK(daemon.running());
}

TEST_CASE("flow::offline a daemon that starts without Notion goes on with what it has") {
  Studio studio;
  std::string video;
  {
    auto daemon = studio.daemon();
    video = studio.add("Far away", kScript);
    studio.await(video, "Awaiting Approval");
    studio.approve(video);
    INFO(studio.log());
    REQUIRE(eventually([&] { return recorded(studio, "picture") >= 1; }, seconds(60)));
    daemon.kill();
  }
  studio.stop_workspace();
  auto daemon = studio.daemon();
  INFO(studio.log());
  REQUIRE(film_made(studio, 1));
  studio.start_workspace();
  studio.await(video, "Complete", seconds(120));
}

}  // namespace
}  // namespace storyreel::test
