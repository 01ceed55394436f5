#include <csignal>

#include <boost/json/parse.hpp>

#include "daemon/runtime/files.hpp"
#include "tests/flow/studio.hpp"

namespace storyreel::test {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("flow::commands every command has a help with an example") {
  const auto folder = std::filesystem::temp_directory_path();
  for (const char* command : {"daemon", "sync", "init", "add", "status", "log", "render", "doctor",
                              "workspace", "demo"}) {
    CAPTURE(command);
    const auto ran = run_program(storyreel({command, "--help"}), folder);
    CHECK(ran.exit == 0);
    CHECK(has(ran.output, std::string("  storyreel ") + command));
  }
  CHECK(has(run_program(storyreel({"--version"}), folder).output, "storyreel 0."));
  CHECK(run_program(storyreel({"dance"}), folder).exit == 2);
}

TEST_CASE("flow::commands add and sync work without a daemon, status and log tell of it") {
  Studio studio;
  write_file(studio.path("raven.txt"), "Once upon a midnight dreary.\n\nNothing more.");
  const auto added = studio.command({"add", "The Raven", "--script", "raven.txt"});
  CAPTURE(added.output);
  REQUIRE(added.exit == 0);
  CHECK(has(added.output, "http"));
  const auto synced = studio.command({"sync"});
  CAPTURE(synced.output);
  CHECK(synced.exit == 0);

  const auto status = studio.command({"status"});
  CHECK(has(status.output, "not running"));
  CHECK(has(status.output, "The Raven"));
  CHECK(has(status.output, "Awaiting Approval"));
  CHECK(has(studio.command({"status", "raven"}).output, "2/2"));
  const auto json = boost::json::parse(studio.command({"status", "--json"}).output);
  CHECK(json.at("videos").at(0).at("title").as_string() == "The Raven");
  CHECK(studio.command({"status", "nobody"}).exit == 2);
  CHECK(has(studio.command({"log", "--video", "raven"}).output, "Awaiting Approval"));
  CHECK(studio.command({"log", "--video", "nobody"}).output.empty());
}

TEST_CASE("flow::commands beside a daemon: add is noticed, sync and status find it") {
  Studio studio;
  auto daemon = studio.daemon();
  studio.videos();
  const auto added = studio.command({"add", "Beside"});
  CAPTURE(added.output);
  CHECK(added.exit == 0);
  const auto synced = studio.command({"sync"});
  CHECK(synced.exit == 0);
  CHECK(has(synced.output, "Notion is looked at now"));
  CHECK(has(studio.command({"status"}).output, "running (process"));
  CHECK(eventually([&] { return has(studio.command({"status"}).output, "Beside"); }));
}

TEST_CASE(
    "flow::commands SIGHUP rereads the configuration, and keeps the old one when it is wrong") {
  Studio studio;
  auto daemon = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"ready"}) == 1; }));
  const auto file = studio.path("storyreel.toml");
  const auto good = read_file(file, 1u << 16);
  write_file(file, good + "\n[nonsense]\n");
  daemon.signal(SIGHUP);
  CHECK(eventually([&] { return studio.logged({"not taken", "nonsense"}) == 1; }));
  CHECK(daemon.running());
  write_file(file, good);
  daemon.signal(SIGHUP);
  CHECK(eventually([&] { return studio.logged({"ready"}) == 2; }));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait(seconds(10)) == 0);
}

TEST_CASE("flow::commands render makes a film from what exists") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto video = studio.add("To render", "One came. Two went.");
  studio.await(video, "Awaiting Approval");
  studio.approve(video);
  studio.await(video, "Complete");
  const auto ran = studio.command({"render", "to render", "--cache", "parts", "-o", "mine.mp4"});
  CAPTURE(ran.output);
  CHECK(ran.exit == 0);
  CHECK(studio.command({"doctor", "mine.mp4"}).exit == 0);
}

}  // namespace
}  // namespace storyreel::test
