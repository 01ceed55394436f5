#include <csignal>
#include <map>

#include "tests/flow/studio.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

/// A data source's views by name; two of one name are one too many.
std::map<std::string, json::value> views_of(Studio& studio, const std::string& source) {
  std::map<std::string, json::value> found;
  const auto list = studio.person().call("GET", "/v1/views?data_source_id=" + source);
  for (const auto& listed : list.at("results").as_array()) {
    const auto id = std::string(listed.at("id").as_string());
    const auto view = studio.person().call("GET", "/v1/views/" + id);
    const auto name = std::string(view.at("name").as_string());
    CHECK_MESSAGE(found.emplace(name, view).second, name << " stands twice");
  }
  return found;
}

std::string path_of(Studio& studio, const std::string& source, const std::string& name) {
  return "/v1/views/" + std::string(views_of(studio, source).at(name).at("id").as_string());
}

int requests_about_views(Studio& studio) {
  const auto all = studio.person().call("GET", "/_control/requests").at("requests").as_array();
  return static_cast<int>(std::ranges::count_if(all, [](const json::value& each) {
    return each.at("path").as_string().starts_with("/v1/views");
  }));
}

void end(Program& daemon) {
  daemon.signal(SIGTERM);
  REQUIRE(daemon.wait() == 0);
}

TEST_CASE("flow::views stand after the first pass, and are the person's from then on") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto video = studio.add("Viewed", "One came. Two went.");
  studio.await(video, "Awaiting Approval");
  REQUIRE_MESSAGE(eventually([&] { return studio.logged({"views made"}) == 2; }), studio.log());
  const auto details = studio.details(video).at(0);
  CHECK(views_of(studio, studio.videos()).size() == 4);
  const auto shown = views_of(studio, details);
  CHECK(shown.size() == 4);
  for (const auto& [name, view] : shown) CHECK(view.at("sorts").as_array().size() == 1);
  CHECK(shown.at("Pictures").at("type") == "gallery");

  end(daemon);
  studio.person().call("DELETE", path_of(studio, details, "Errors"));
  studio.person().call("PATCH", path_of(studio, details, "Pictures"),
                       json::object{{"name", "Mine"}, {"sorts", nullptr}});
  studio.person().call("DELETE", "/_control/requests");
  auto again = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"ready"}) == 2; }));
  studio.approve(video);
  studio.await(video, "Complete");
  CHECK(requests_about_views(studio) == 0);
  const auto left = views_of(studio, details);
  CHECK(left.size() == 3);
  CHECK(left.at("Mine").at("sorts").is_null());
}

TEST_CASE("flow::views that are refused are done without, and everything else works") {
  Studio studio;
  const json::object refused{{"kind", "404"}, {"path", "/v1/views"}};
  studio.person().call("POST", "/_control/faults", json::object{{"rules", json::array{refused}}});
  auto daemon = studio.daemon();
  const auto video = studio.add("Viewless", "One came. Two went.");
  studio.await(video, "Awaiting Approval");
  studio.approve(video);
  CHECK(studio.await(video, "Complete")["Error"].empty());
  REQUIRE(eventually([&] { return studio.logged({"warning", "views skipped"}) == 2; }));
  end(daemon);
  studio.person().call("DELETE", "/_control/faults");
  auto again = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"ready"}) == 2; }));
  studio.add("Another", "One came.");
  REQUIRE_MESSAGE(eventually([&] { return studio.logged({"Another", "views made"}) == 1; }),
                  studio.log());
  CHECK(studio.logged({"views skipped"}) == 2);
  CHECK(views_of(studio, studio.videos()).size() == 1);
}

TEST_CASE("flow::views init makes those of Videos, sync those of a script, once") {
  Studio studio;
  for (int i = 0; i < 2; ++i) CHECK(studio.command({"init"}).exit == 0);
  CHECK(views_of(studio, studio.videos()).size() == 4);
  const auto video = studio.add("Synced", "One came. Two went.");
  for (int i = 0; i < 2; ++i) CHECK(studio.command({"sync"}).exit == 0);
  CHECK(views_of(studio, studio.details(video).at(0)).size() == 4);
  CHECK(views_of(studio, studio.videos()).size() == 4);
}

TEST_CASE("flow::views stand once each after a kill between a view and its record") {
  Studio studio;
  const json::object lost{{"kind", "slow"}, {"method", "POST"}, {"path", "/v1/views"}};
  studio.person().call("POST", "/_control/faults", json::object{{"rules", json::array{lost}}});
  auto daemon = studio.daemon();
  const auto& videos = studio.videos();
  REQUIRE(eventually([&] { return views_of(studio, videos).size() == 2; }));
  daemon.kill();
  studio.person().call("DELETE", "/_control/faults");
  auto again = studio.daemon();
  REQUIRE_MESSAGE(eventually([&] { return views_of(studio, videos).size() == 4; }), studio.log());
  end(again);
  CHECK(views_of(studio, videos).size() == 4);
}

}  // namespace
}  // namespace storyreel::test
