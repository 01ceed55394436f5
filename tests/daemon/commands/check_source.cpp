#include <doctest/doctest.h>

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::commands {
namespace {

using namespace std::chrono_literals;

const Time kDay = *from_iso("2026-03-04");

/// A program that tells that version.
std::vector<Finding> found(const std::string& version) {
  const TemporaryFolder folder;
  write_file(folder.path() / "yt-dlp", "#!/bin/sh\necho '" + version + "'\n", 0755);
  return check_source({.program = (folder.path() / "yt-dlp").string()}, kDay + 24h * 100);
}

}  // namespace

TEST_CASE("daemon::check_source tells how old the program is") {
  CHECK(found("2026.03.04").at(0).verdict == Verdict::ok);
  CHECK(found("2026.03.04.123456").at(0).verdict == Verdict::ok);
  const auto old = found("2023.03.04").at(0);
  CHECK(old.verdict == Verdict::warning);
  CHECK(old.found.contains("2023.03.04 is 1196 days old"));
  CHECK(old.remedy.contains("[source] program"));
  CHECK(found("of my own").at(0).verdict == Verdict::ok);
  CHECK(found("").at(0).verdict == Verdict::warning);
}

TEST_CASE("daemon::check_source tells what is missing") {
  const auto findings =
      check_source({.program = "/nowhere/yt-dlp", .cookies_file = "/nowhere/cookies"}, kDay);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].verdict == Verdict::warning);
  CHECK(findings[0].found.contains("no YouTube URL is read"));
  CHECK(findings[1].found == "/nowhere/cookies is not there");
}

}  // namespace storyreel::commands
