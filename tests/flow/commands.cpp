#include <csignal>
#include <map>

#include <boost/json/parse.hpp>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/service.hpp"
#include "tests/flow/studio.hpp"
#include "tests/support/stand.hpp"

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

TEST_CASE("flow::commands SIGHUP with music that is not there changes nothing, nor does its lack") {
  Studio studio("[music]\nbed = \"bed.flac\"\n");
  write_file(studio.path("bed.flac"), "a piece");
  auto daemon = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"ready"}) == 1; }));
  std::filesystem::rename(studio.path("bed.flac"), studio.path("song.flac"));
  studio.configure("bed", "\"sogn.flac\"");
  daemon.signal(SIGHUP);
  CHECK(eventually([&] { return studio.logged({"not taken", "music.bed", "sogn.flac"}) == 1; }));
  CHECK(daemon.running());
  CHECK(studio.command({"pause"}).exit == 0);
  CHECK(studio.command({"resume"}).exit == 0);
  studio.configure("bed", "\"song.flac\"");
  SUBCASE("the right one is taken") {
    daemon.signal(SIGHUP);
    CHECK(eventually([&] { return studio.logged({"ready"}) == 2; }));
  }
  SUBCASE("where neither can be had, the first that can is") {
    auto other = std::make_unique<Stand>(
        [](ServerRequest) -> Task<ServerReply> { co_return ServerReply{}; });
    studio.configure("listen", "\"" + other->host() + "\"");
    daemon.signal(SIGHUP);
    CHECK(eventually([&] { return has(daemon.output(), "nor can the one before"); }));
    CHECK(daemon.running());
    other.reset();
    CHECK(eventually([&] { return studio.logged({"ready"}) == 2; }));
  }
  daemon.signal(SIGTERM);
  CHECK(daemon.wait(seconds(10)) == 0);
}

TEST_CASE("flow::commands while sync works it answers as a daemon does") {
  Studio studio;
  studio.configure("settle", "\"6s\"");
  write_file(studio.path("sea.txt"), "The sea was calm.\n\nNobody came.");
  REQUIRE(studio.command({"add", "The sea", "--script", "sea.txt"}).exit == 0);
  Program sync(storyreel({"sync", "--config", "storyreel.toml"}), studio.path(""),
               studio.path("sync.out"));
  REQUIRE(eventually([&] { return has(studio.command({"status"}).output, "The sea"); }));
  CHECK(has(studio.command({"sync"}).output, "Notion is looked at now"));
  const auto paused = studio.command({"pause", "sea"});
  CAPTURE(paused.output);
  CHECK(paused.exit == 0);
  CHECK(has(paused.output, "is paused"));
  CHECK_FALSE(has(paused.output, "no daemon runs"));
  CHECK(sync.running());
  CHECK(sync.wait(seconds(60)) == 0);
  CHECK(has(studio.command({"status"}).output, "Paused"));
}

TEST_CASE("flow::commands sync leaves one alone who holds the studio and takes no orders") {
  Studio studio;
  REQUIRE(studio.command({"sync"}).exit == 0);
  const StateLock lock(studio.path("state"), "storyreel restore");
  const auto ran = studio.command({"sync"});
  CHECK(ran.exit == 4);
  CHECK(has(ran.output, "(storyreel restore)"));
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

TEST_CASE("flow::commands doctor names the capability that the token lacks") {
  Studio studio;
  studio.person().call("PATCH", "/_control/connections",
                       boost::json::object{{"capabilities", {"read_content", "update_content"}}});
  const auto ran = studio.command({"doctor", "--json"});
  CHECK(ran.exit == 1);
  std::map<std::string, std::string> verdicts;
  for (const auto& check : boost::json::parse(ran.output).at("checks").as_array())
    verdicts[std::string(check.at("check").as_string())] = check.at("verdict").as_string();
  CHECK(verdicts["read content"] == "ok");
  CHECK(verdicts["update content"] == "ok");
  CHECK(verdicts["insert content"] == "failed");
  CHECK(verdicts["user information"] == "ok");
  CHECK(verdicts["font for Latin"] != "");
}

}  // namespace
}  // namespace storyreel::test
