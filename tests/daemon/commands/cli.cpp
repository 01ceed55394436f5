#include <vector>

#include <doctest/doctest.h>

#include "daemon/commands/commands.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::commands {
namespace {

Call parsed(std::vector<const char*> words) {
  words.insert(words.begin(), "storyreel");
  return parse(static_cast<int>(words.size()), words.data());
}

TEST_CASE("daemon::parse takes options before and after the command") {
  for (const auto& words : {std::vector<const char*>{"--config", "a.toml", "status", "--json"},
                            std::vector<const char*>{"status", "--json", "--config", "a.toml"}}) {
    const auto call = parsed(words);
    CHECK((call.run == status));
    CHECK(call.arguments.json);
    CHECK(call.arguments.config == "a.toml");
  }
}

TEST_CASE("daemon::parse fills each command's own arguments") {
  const auto added = parsed({"add", "The Raven", "--script", "raven.txt", "--url", "https://x"});
  CHECK((added.run == add));
  CHECK(added.arguments.title == "The Raven");
  CHECK(added.arguments.script == "raven.txt");
  CHECK(added.arguments.url == "https://x");

  const auto followed = parsed({"log", "-f", "--video", "raven"});
  CHECK((followed.run == log));
  CHECK(followed.arguments.follow);
  CHECK(followed.arguments.video == "raven");

  const auto served = parsed({"workspace", "--listen", "127.0.0.1:0", "--data", "d", "--control",
                              "--requests-per-minute", "180"});
  CHECK((served.run == workspace));
  CHECK(served.arguments.control);
  CHECK(served.arguments.requests_per_minute == 180);
}

TEST_CASE("daemon::parse lets a sync be dry") {
  CHECK(parsed({"sync", "--dry-run"}).arguments.dry_run);
  CHECK_FALSE(parsed({"sync"}).arguments.dry_run);
}

TEST_CASE("daemon::parse gives the demo a folder when none is named") {
  CHECK(parsed({"demo"}).arguments.folder == "storyreel-demo");
  const auto named = parsed({"demo", "elsewhere", "--exit"});
  CHECK(named.arguments.folder == "elsewhere");
  CHECK(named.arguments.leave);
}

TEST_CASE("daemon::parse refuses what it does not understand") {
  const std::vector<std::vector<const char*>> lines = {
      {},
      {"dance"},
      {"narrate", "script.txt", "-o", "film.mp4", "--crf", "0"},
      {"status", "--colour"},
      {"add"},
      {"render", "raven"},
      {"sync", "--dry"},
      {"workspace", "--listen", "127.0.0.1:0", "--data", "d", "--requests-per-minute", "-1"}};
  for (const auto& words : lines) {
    CHECK_THROWS_AS(parsed(words), UsageError);
  }
}

}  // namespace
}  // namespace storyreel::commands
