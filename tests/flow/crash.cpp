#include <functional>
#include <set>

#include "tests/flow/artifacts.hpp"
#include "tests/flow/studio.hpp"

namespace storyreel::test {
namespace {

constexpr std::size_t kSentences = 8;

std::string script() {
  std::string text;
  for (std::size_t i = 1; i <= kSentences; ++i) text += "Here is line " + std::to_string(i) + ". ";
  return text;
}

/// Where the daemon is killed. `approved`: the person has ticked before.
struct Point {
  const char* name;
  bool approved;
  std::function<bool(Studio&, const std::string& video)> reached;
};

int recorded(Studio& studio, const std::string& kind) {
  int count = 0;
  for (const auto& [key, stored] : artifacts(studio.path("state"))) count += stored.kind == kind;
  return count;
}

const std::vector<Point>& points() {
  static const std::vector<Point> kList = {
      {"after the details database", false,
       [](Studio& studio, const std::string& video) { return !studio.details(video).empty(); }},
      {"in the middle of the rows", false,
       [](Studio& studio, const std::string& video) {
         return studio.sentences(video).size() >= 3;
       }},
      {"in the middle of the pictures", true,
       [](Studio& studio, const std::string&) { return recorded(studio, "picture") >= 3; }},
      {"in the middle of the film", true,
       [](Studio& studio, const std::string&) { return recorded(studio, "body") >= 3; }},
  };
  return kList;
}

/// Nothing that was recorded when the daemon was killed was touched since.
void check_kept(const Artifacts& before, const Artifacts& after) {
  for (const auto& [key, stored] : before) {
    CAPTURE(stored.kind);
    REQUIRE(after.contains(key));
    CHECK(after.at(key) == stored);
  }
}

void check_rows(Studio& studio, const std::string& video) {
  CHECK(studio.details(video).size() == 1);
  std::set<std::string> texts;
  const auto rows = studio.sentences(video);
  for (const auto& row : rows) texts.insert(row.values.at("Script Text"));
  CHECK(rows.size() == kSentences);
  CHECK(texts.size() == kSentences);
}

TEST_CASE("flow::crash kill -9 anywhere loses nothing and makes nothing twice") {
  Studio studio;
  std::string video;
  for (const auto& point : points()) {
    CAPTURE(point.name);
    auto daemon = studio.daemon();
    if (video.empty()) video = studio.add("Eight lines", script());
    if (point.approved) studio.approve(video);
    INFO(studio.log());
    REQUIRE(eventually([&] { return point.reached(studio, video); }, seconds(60)));
    daemon.kill();
    const auto before = artifacts(studio.path("state"));
    auto again = studio.daemon();
    if (!point.approved) continue;
    if (&point == &points().back()) studio.await(video, "Complete");
    again.kill();
    check_kept(before, artifacts(studio.path("state")));
  }
  check_rows(studio, video);
  for (std::size_t i = 1; i <= kSentences; ++i) {
    const auto place = "sentence " + std::to_string(i) + "/" + std::to_string(kSentences) + "  ";
    CAPTURE(place);
    CHECK(studio.logged({place, "picture made"}) <= 1);
    CHECK(studio.logged({place, "voice made"}) <= 1);
  }
}

}  // namespace
}  // namespace storyreel::test
