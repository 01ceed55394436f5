#include "daemon/commands/progress.hpp"

#include <sstream>

#include <doctest/doctest.h>

namespace storyreel::commands {
namespace {

TEST_CASE("daemon::bar is as full as its share, within bounds") {
  CHECK(bar(0, 4) == "╌╌╌╌");
  CHECK(bar(0.5, 4) == "━━╌╌");
  CHECK(bar(1, 4) == "━━━━");
  CHECK(bar(7, 4) == "━━━━");
  CHECK(bar(-1, 4) == "╌╌╌╌");
}

TEST_CASE("daemon::ProgressBoard::show redraws in place on a terminal") {
  std::ostringstream out;
  ProgressBoard board(out, true);
  board.show({{"pictures", 0, "0/2"}, {"film", 0, "0/1"}});
  board.show({{"pictures", 0.5, "1/2"}, {"film", 0, "0/1"}});
  CHECK(out.str().find("\x1b[2A") != std::string::npos);
  CHECK(out.str().find("1/2") != std::string::npos);
}

TEST_CASE("daemon::ProgressBoard::show prints a plain line a quarter elsewhere") {
  std::ostringstream out;
  ProgressBoard board(out, false);
  for (int done = 0; done <= 8; ++done) {
    board.show({{"pictures", done / 8.0, std::to_string(done) + "/8"}});
  }
  CHECK(out.str() == "pictures 2/8\npictures 4/8\npictures 6/8\npictures 8/8\n");
}

TEST_CASE("daemon::ProgressBoard::say keeps the bars below what it says") {
  std::ostringstream out;
  ProgressBoard board(out, true);
  board.show({{"film", 0.5, "half"}});
  board.say("told");
  const auto told = out.str().find("told");
  CHECK(told != std::string::npos);
  CHECK(out.str().find("half", told) != std::string::npos);
}

}  // namespace
}  // namespace storyreel::commands
