#include "daemon/commands/status_report.hpp"

#include <sstream>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

namespace storyreel::commands {
namespace {

VideoReport raven() {
  VideoReport report;
  report.video.id = "1";
  report.video.title = "The Raven\nby night";
  report.video.status = cache::VideoStatus::generating;
  report.video.error = "told once";
  report.stages = {{"sentences", 4, 4}, {"pictures", 1, 4}};
  report.video.estimated_cost = 2.5;
  report.spent = {.calls = 14, .doubtful = 1, .unpriced = 2, .dollars = 1.2};
  report.rows = {{3, "Nevermore.", "the prompt was refused"}};
  return report;
}

TEST_CASE("daemon::print shows a studio on one screen") {
  std::ostringstream out;
  StudioReport studio{.holder = 123, .log = "/x/status.log", .videos = {}};
  studio.videos.assign(40, raven());
  studio.counts = {{cache::VideoStatus::generating, 40}};
  studio.sweep = {.videos = 30, .period = std::chrono::minutes(61), .oldest = {}};
  studio.day = {.calls = 1, .dollars = 0.04};
  studio.wrong = "The property is gone.";
  print(out, studio);
  const auto text = out.str();
  for (const char* part :
       {"running (process 123)", "40 videos", "The Raven by night", "Generating", "pictures 1/4",
        "told once", "sentence 3: the prompt was refused", "/x/status.log", "28 more",
        "30 videos rest", "every 61 min", "bought in the last 24 hours: $0.04 for 1 call",
        "! Videos: The property is gone."}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
}

TEST_CASE("daemon::print tells what the daemon says of itself, and the remedy of a halt") {
  std::ostringstream out;
  StudioReport studio{.holder = 123};
  studio.live = Live{.running = 2,
                     .budget = {.limit = 180, .left = 171, .waiting = 3},
                     .troubles = {{"reading Notion", "no way"}}};
  studio.all_paused = true;
  studio.videos = {raven()};
  studio.videos.front().halted = true;
  studio.videos.front().left = seconds(200);
  print(out, studio);
  for (const char* part :
       {"2 steps at work; 171 of 180 requests left in this minute, 3 waiting",
        "! reading Notion fails: no way", "all making is paused: storyreel resume",
        "-> storyreel undo-halt 1", "about 4 min left"}) {
    CAPTURE(part);
    CHECK(out.str().find(part) != std::string::npos);
  }
}

TEST_CASE("daemon::print says that nothing runs") {
  std::ostringstream out;
  print(out, StudioReport{});
  CHECK(out.str().find("not running") != std::string::npos);
}

TEST_CASE("daemon::print_in_depth names every stage and every row in trouble") {
  std::ostringstream out;
  print_in_depth(out, raven());
  const auto* const cost =
      "cost  at least $1.20 for 14 calls, 2 of unknown price, 1 of them doubtful";
  for (const char* part :
       {"sentences", "4/4", "pictures", "1/4", "Nevermore.", "refused", "estimate  $2.50", cost}) {
    CAPTURE(part);
    CHECK(out.str().find(part) != std::string::npos);
  }
}

TEST_CASE("daemon::print_json is JSON that says the same") {
  std::ostringstream out;
  StudioReport studio;
  studio.videos = {raven()};
  print_json(out, studio);
  const auto root = boost::json::parse(out.str());
  CHECK_FALSE(root.at("running").as_bool());
  const auto& video = root.at("videos").at(0);
  CHECK(video.at("status").as_string() == "Generating");
  CHECK(video.at("estimated_cost").as_double() == 2.5);
  CHECK(video.at("cost").is_null());
  CHECK(video.at("spent").at("calls").as_int64() == 14);
  CHECK(video.at("stages").at(1).at("done").as_int64() == 1);
  CHECK(video.at("rows_with_errors").at(0).at("sentence").as_int64() == 3);
}

}  // namespace
}  // namespace storyreel::commands
