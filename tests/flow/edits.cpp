#include <csignal>
#include <fstream>

#include "tests/flow/artifacts.hpp"
#include "tests/flow/studio.hpp"

namespace storyreel::test {
namespace {

using Counts = std::map<std::string, int>;

TEST_CASE("flow::edits one edited sentence remakes only what depends on it") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto video = studio.add("Five", "One came. Two went. Three stayed. Four sang. Five slept.");
  studio.await(video, "Awaiting Approval");
  studio.approve(video);
  const auto first = studio.await(video, "Complete").at("Render");
  const auto state = studio.path("state");
  // The film may be there before its contact sheet and thumbnail are.
  const auto shown_since = [&](const Artifacts& before) {
    const auto made = made_between(before, artifacts(state));
    return made.contains("sheet") && made.contains("thumbnail");
  };
  REQUIRE(eventually([&] { return shown_since({}); }));
  const auto before = artifacts(state);

  const auto row = studio.sentences(video).at(2);
  studio.person().set(row.id, {{"Script Text", {{"title", rich_text("Three danced all night.")}}}});
  Row shown;
  const bool renewed = eventually([&] {
    shown = studio.person().page(video).values;
    return shown["Status"] == "Complete" && shown["Render"] != first;
  });
  REQUIRE_MESSAGE(renewed, studio.log());

  REQUIRE(eventually([&] { return shown_since(before); }));
  const auto made = made_between(before, artifacts(state));
  CHECK(made == Counts{{"picture", 1},
                       {"voice", 1},
                       {"sound", 1},
                       {"body", 1},
                       {"join", 2},
                       {"film", 1},
                       {"subtitles", 1},
                       {"captions", 1},
                       {"recipe", 1},
                       {"sheet", 1},
                       {"thumbnail", 1}});
  CHECK(studio.sentences(video).at(2).values.at("Word Count") == "4");
  CHECK(studio.person().get(first).status == 200);
}

TEST_CASE("flow::edits the body is edited and approved at once, and both arrive") {
  Studio studio;
  std::string video;
  {
    auto daemon = studio.daemon();
    video = studio.add("Two", "One came.\nTwo went.");
    studio.await(video, "Awaiting Approval");
    daemon.signal(SIGTERM);
    REQUIRE(daemon.wait() == 0);
  }
  const auto block = [&] {
    for (const auto& each : studio.person().children(video))
      if (each.at("type").as_string() == "paragraph") return std::string(each.at("id").as_string());
    return std::string();
  };
  const boost::json::object text{{"rich_text", rich_text("One sang.")}};
  studio.person().call("PATCH", "/v1/blocks/" + block(), boost::json::object{{"paragraph", text}});
  studio.approve(video);
  auto daemon = studio.daemon();
  const auto shown = studio.await(video, "Complete");
  CHECK(shown.at("Error").empty());
  const auto rows = studio.sentences(video);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].values.at("Script Text") == "One sang.");
  CHECK(made_between({}, artifacts(studio.path("state"))).at("picture") == 2);
}

TEST_CASE("flow::edits a damaged picture is made again") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto video = studio.add("Two", "One came. Two went.");
  studio.await(video, "Awaiting Approval");
  studio.approve(video);
  studio.await(video, "Complete");
  daemon.signal(SIGTERM);
  REQUIRE(daemon.wait() == 0);

  const auto picture = file_of_kind(studio.path("state"), "picture");
  const auto sound_size = std::filesystem::file_size(picture);
  std::ofstream(picture, std::ios::trunc) << "not a picture";
  auto again = studio.daemon();
  const bool mended = eventually([&] { return std::filesystem::file_size(picture) == sound_size; });
  CHECK_MESSAGE(mended, studio.log());
  CHECK(studio.logged({"damaged"}) == 1);
  studio.await(video, "Complete");
}

}  // namespace
}  // namespace storyreel::test
