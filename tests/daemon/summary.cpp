#include "daemon/summary.hpp"

#include <doctest/doctest.h>

namespace storyreel {
namespace {

cache::Video video(std::string id, std::string title, cache::VideoStatus status,
                   bool trashed = false) {
  cache::Video made;
  made.id = std::move(id);
  made.title = std::move(title);
  made.status = status;
  made.trashed = trashed;
  return made;
}

const std::vector<cache::Video>& studio() {
  static const std::vector<cache::Video> kVideos = {
      video("1", "The Raven", cache::VideoStatus::generating),
      video("2", "The Red Room", cache::VideoStatus::complete),
      video("3", "Raven songs", cache::VideoStatus::complete),
      video("4", "The Raven", cache::VideoStatus::complete, true),
  };
  return kVideos;
}

TEST_CASE("daemon::summary says how many videos there are of each status") {
  using enum cache::VideoStatus;
  CHECK(summary({{complete, 2}, {generating, 1}}) == "3 videos: 1 generating, 2 complete");
  CHECK(summary({}) == "0 videos");
  CHECK(summary({{awaiting_approval, 1}}) == "1 video: 1 awaiting approval");
}

TEST_CASE("daemon::matching finds by part of a title, letter case ignored, or by id") {
  CHECK(matching(studio(), "RAVEN").size() == 2);
  CHECK(matching(studio(), "red").front().id == "2");
  CHECK(matching(studio(), "3").front().title == "Raven songs");
  CHECK(matching(studio(), "nothing").empty());
}

TEST_CASE("daemon::matching takes a whole title before a part of others") {
  auto videos = studio();
  videos.push_back(video("5", "Raven", cache::VideoStatus::fresh));
  REQUIRE(matching(videos, "raven").size() == 1);
  CHECK(matching(videos, "raven").front().id == "5");
  videos.push_back(video("6", "RAVEN", cache::VideoStatus::fresh));
  CHECK(matching(videos, "raven").size() == 2);
  CHECK(matching(videos, "raven song").size() == 1);
}

TEST_CASE("daemon::matching leaves the trash alone, even by id") {
  CHECK(matching(studio(), "4").empty());
}

}  // namespace
}  // namespace storyreel
