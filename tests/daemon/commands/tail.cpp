#include "daemon/commands/tail.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"

namespace storyreel::commands {
namespace {

using Lines = std::vector<std::string>;

void append(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::app) << text;
}

TEST_CASE("daemon::Tail::lines gives whole lines, each once") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "status.log";
  Tail tail(file);
  CHECK(tail.lines().empty());
  append(file, "one\ntwo\nthr");
  CHECK(tail.lines() == Lines{"one", "two"});
  append(file, "ee\n");
  CHECK(tail.lines() == Lines{"three"});
  CHECK(tail.lines().empty());
}

TEST_CASE("daemon::Tail::lines survives rotation and loses nothing") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "status.log";
  Tail tail(file);
  append(file, "old\n");
  CHECK(tail.lines() == Lines{"old"});
  append(file, "last of the old\n");
  std::filesystem::rename(file, folder.path() / "status.log.1");
  append(file, "first of the new\n");
  CHECK(tail.lines() == Lines{"last of the old", "first of the new"});
}

TEST_CASE("daemon::Tail::lines begins again when the file was truncated") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "status.log";
  Tail tail(file);
  append(file, "a long line\n");
  CHECK(tail.lines().size() == 1);
  std::filesystem::resize_file(file, 0);
  append(file, "new\n");
  CHECK(tail.lines() == Lines{"new"});
}

}  // namespace
}  // namespace storyreel::commands
