#include <csignal>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/http_client.hpp"
#include "tests/flow/shown.hpp"
#include "tests/flow/studio.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/nobody.hpp"
#include "tests/support/painter.hpp"

namespace storyreel::test {
namespace {

constexpr const char* kScript = "The sea was calm.\n\nNobody came.\n\nThe gulls slept.";

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

void stop(Program& daemon) {
  daemon.signal(SIGTERM);
  CHECK_MESSAGE(daemon.wait(seconds(15)) == 0, daemon.output());
}

/// A film from start to end; its page.
std::string make_film(Studio& studio) {
  const auto page = studio.add("The sea", kScript);
  studio.await(page, "Awaiting Approval");
  studio.approve(page);
  studio.await(page, "Complete");
  return page;
}

/// The folder and all that is in it becomes nobody's, as the service's is the service's.
void give_to_nobody(const std::filesystem::path& folder) {
  REQUIRE(::chown(folder.c_str(), kNobody, kNobody) == 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    REQUIRE(::chown(entry.path().c_str(), kNobody, kNobody) == 0);
}

/// What in the folder is somebody's.
std::vector<std::string> not_nobodys(const std::filesystem::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    struct stat facts{};
    if (::lstat(entry.path().c_str(), &facts) != 0 || facts.st_uid != kNobody)
      found.push_back(entry.path().string());
  }
  return found;
}

std::string free_address() {
  boost::asio::io_context loop;
  return "127.0.0.1:" + std::to_string(HttpServer(loop.get_executor(), "127.0.0.1:0").port());
}

std::string get(const std::string& url) {
  boost::asio::io_context loop;
  HttpClient http(loop.get_executor());
  return run(loop, http.send({.url = url})).body;
}

std::vector<std::string> texts(Studio& studio, const std::string& page) {
  std::vector<std::string> all;
  for (auto& row : studio.sentences(page)) all.push_back(row.values["Script Text"]);
  return all;
}

}  // namespace

TEST_CASE("flow::care orders from a shell are obeyed and stand in Notion") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto page = studio.add("The sea", kScript);
  studio.await(page, "Awaiting Approval");
  CHECK(has(studio.command({"pause", "sea"}).output, "\"The sea\" is paused"));
  studio.await(page, "Paused");
  CHECK(has(studio.command({"resume", "sea"}).output, "goes on"));
  studio.await(page, "Awaiting Approval");
  CHECK(studio.command({"retry", "sea#2"}).exit == 0);
  CHECK(studio.command({"retry", "nobody"}).exit == 2);
  CHECK(has(studio.command({"sync", "sea"}).output, "looked at now"));
  CHECK(has(studio.command({"undo-halt"}).output, "no video stands still"));

  studio.command({"pause"});
  CHECK(has(studio.command({"status"}).output, "all making is paused"));
  studio.approve(page);
  const auto json = boost::json::parse(studio.command({"status", "--json"}).output);
  CHECK(json.at("live").at("all_paused").as_bool());
  CHECK(json.at("live").at("ready").as_bool());
  studio.command({"resume"});
  studio.await(page, "Complete");
  CHECK(studio.logged({"in a shell, pause"}) == 2);
  stop(daemon);
  CHECK(has(studio.command({"pause", "sea"}).output, "no daemon runs"));
}

TEST_CASE("flow::care a backup of a running studio is restored, and verify is content") {
  Studio studio;
  std::string page;
  {
    auto daemon = studio.daemon();
    page = make_film(studio);
    CHECK(studio.command({"backup", "copy.db"}).exit == 0);
    CHECK(studio.command({"backup", "copy.db"}).exit == 1);
    CHECK(studio.command({"restore", "copy.db"}).exit == 4);
    stop(daemon);
  }
  std::filesystem::remove(studio.path("state") / "storyreel.db");
  const auto restored = studio.command({"restore", "copy.db"});
  CAPTURE(restored.output);
  REQUIRE(restored.exit == 0);
  CHECK(studio.command({"restore"}).exit == 0);
  auto daemon = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"ready"}) == 2; }));
  studio.await(page, "Complete");
  CHECK(texts(studio, page).size() == 3);
  CHECK(studio.details(page).size() == 1);
  std::string said;
  CHECK(eventually([&] {
    const auto verified = studio.command({"verify"});
    said = verified.output;
    return verified.exit == 0;
  }));
  CAPTURE(said);
  CHECK(has(said, "rows of 2 databases compared"));
  CHECK(studio.logged({"picture made"}) == 3);
}

TEST_CASE("flow::care a backup of before a video was made buys nothing again") {
  Painter painter;
  Studio studio("[image]\nprovider = \"openai\"\nprice = 0.25\nbase_url = \"" + painter.url() +
                "\"\n");
  const Environment key{{"STORYREEL_IMAGE_KEY", "the key"}};
  std::string page;
  {
    auto daemon = studio.daemon(key);
    page = studio.add("The sea", kScript);
    studio.await(page, "Awaiting Approval");
    REQUIRE(studio.command({"backup", "copy.db"}).exit == 0);
    studio.approve(page);
    studio.await(page, "Complete");
    stop(daemon);
  }
  REQUIRE(painter.asked() == 3);
  bool artifacts_are_there = true;
  SUBCASE("with the record of today beside it") {}
  SUBCASE("with nothing but the files") {
    std::filesystem::remove(studio.path("state") / "storyreel.db");
  }
  SUBCASE("or waits for consent where the files are gone as well") {
    artifacts_are_there = false;
    std::filesystem::remove_all(studio.path("state"));
    std::filesystem::create_directory(studio.path("state"));
  }
  const auto restored = studio.command({"restore", "copy.db"});
  CAPTURE(restored.output);
  REQUIRE(restored.exit == 0);
  CHECK(has(restored.output, "all making is paused"));
  // Neither makes anything before somebody says so.
  CHECK(studio.command({"sync"}, key).exit == 0);
  auto daemon = studio.daemon(key);
  REQUIRE(
      eventually([&] { return has(studio.command({"status"}).output, "all making is paused"); }));
  CHECK(painter.asked() == 3);
  if (!artifacts_are_there) return;
  CHECK(studio.command({"resume"}).exit == 0);
  CHECK(eventually([&] { return has(studio.command({"status"}).output, "1 complete"); },
                   seconds(60), milliseconds(200)));
  CHECK(studio.await(page, "Complete").at("Render") != "");
  CHECK(painter.asked() == 3);
}

TEST_CASE("flow::care what root does in the service's studio is the service's") {
  if (::geteuid() != 0) return;
  Studio studio;
  std::filesystem::permissions(studio.path(""), std::filesystem::perms{0755});
  std::string page;
  {
    auto daemon = studio.daemon();
    page = studio.add("The sea", kScript);
    studio.await(page, "Awaiting Approval");
    REQUIRE(studio.command({"backup", "copy.db"}).exit == 0);
    stop(daemon);
  }
  std::filesystem::permissions(studio.path("copy.db"), std::filesystem::perms{0600});
  give_to_nobody(studio.path("state"));
  studio.approve(page);
  const std::vector<std::vector<std::string>> commands{
      {"restore", "copy.db"},  {"pause", "sea"}, {"resume", "sea"}, {"sync"}, {"status"},
      {"backup", "second.db"}, {"verify"}};
  for (const auto& words : commands) {
    const auto ran = studio.command(words);
    CAPTURE(ran.output);
    CHECK(ran.exit == 0);
    CAPTURE(words.front());
    const auto others = not_nobodys(studio.path("state"));
    CHECK_MESSAGE(others.empty(), others.front());
  }
  CHECK(studio.person().page(page).values["Status"] == "Complete");
}

TEST_CASE("flow::care what needs no secret works where secrets can't be read") {
  Studio studio;
  std::string page;
  {
    auto daemon = studio.daemon();
    page = studio.add("The sea", kScript);
    studio.await(page, "Awaiting Approval");
    // What nobody may read does not keep root out: a folder can't be read by anybody.
    studio.configure("token_file", "\".\"");
    CHECK(has(studio.command({"status"}).output, "The sea"));
    CHECK(has(studio.command({"pause", "sea"}).output, "is paused"));
    CHECK(has(studio.command({"sync"}).output, "looked at now"));
    CHECK(has(studio.command({"log"}).output, "The sea"));
    stop(daemon);
  }
  CHECK(has(studio.command({"status"}).output, "The sea"));
  CHECK(studio.command({"resume", "sea"}).exit == 0);
  CHECK(studio.command({"backup", "copy.db"}).exit == 0);
  CHECK(studio.command({"restore", "copy.db"}).exit == 0);
  const auto synced = studio.command({"sync"});
  CHECK(synced.exit == 2);
  CHECK(has(synced.output, "storyreel.toml:2: notion.token_file: "));
  const auto examined = studio.command({"doctor"});
  CHECK(examined.exit == 1);
  CHECK(has(examined.output, "failed  secrets: "));
  CHECK(has(examined.output, "notion.token_file: "));
  CHECK(has(examined.output, "state directory: "));
}

TEST_CASE("flow::care neither health nor status tells a secret") {
  constexpr const char* kToken = "ntn-planted-0123456789abcdef";
  Studio studio;
  const auto listen = free_address();
  studio.configure("listen", "\"" + listen + "\"");
  studio.configure("base_url", "\"http://127.0.0.1:9/ntn-planted-0123456789abcdef\"");
  auto daemon = studio.daemon({{"STORYREEL_NOTION_TOKEN", kToken}});
  std::string health;
  CHECK(eventually([&] {
    if (studio.log().empty()) return false;
    health = get("http://" + listen + "/healthz");
    return has(health, "fails: ");
  }));
  CHECK(has(health, "127.0.0.1/***/v1"));
  CHECK_FALSE(has(health, "ntn-planted"));
  const auto status = studio.command({"status", "--json"}).output;
  CHECK(has(status, "127.0.0.1"));
  CHECK_FALSE(has(status, "ntn-planted"));
  stop(daemon);
}

TEST_CASE("flow::care a studio whose state is gone is found again in Notion") {
  Studio studio;
  std::string page;
  {
    auto daemon = studio.daemon();
    page = make_film(studio);
    stop(daemon);
  }
  const auto before = texts(studio, page);
  const auto prompt = studio.sentences(page).front().values["Image Prompt"];
  std::filesystem::remove_all(studio.path("state"));
  auto daemon = studio.daemon();
  REQUIRE(
      eventually([&] { return studio.logged({"found again in Notion with 3 sentences"}) == 1; }));
  studio.await(page, "Paused");
  CHECK(studio.details(page).size() == 1);
  CHECK(texts(studio, page) == before);
  CHECK(studio.logged({"picture made"}) == 0);
  CHECK(studio.logged({"prompts written"}) == 0);

  CHECK(studio.command({"resume", "sea"}).exit == 0);
  studio.await(page, "Complete");
  CHECK(studio.details(page).size() == 1);
  CHECK(texts(studio, page) == before);
  CHECK(studio.sentences(page).front().values["Image Prompt"] == prompt);
  CHECK(studio.logged({"picture taken back from Notion"}) == 3);
  CHECK(studio.logged({"picture made"}) == 0);
  stop(daemon);
}

TEST_CASE("flow::care pictures that Notion still shows are not bought again") {
  Painter painter;
  Studio studio("[image]\nprovider = \"openai\"\nprice = 0.25\nbase_url = \"" + painter.url() +
                "\"\n");
  const Environment key{{"STORYREEL_IMAGE_KEY", "the key"}};
  std::string page;
  {
    auto daemon = studio.daemon(key);
    page = make_film(studio);
    stop(daemon);
  }
  REQUIRE(painter.asked() == 3);
  std::filesystem::remove_all(studio.path("state"));
  auto daemon = studio.daemon(key);
  studio.await(page, "Paused");
  const auto edited = studio.sentences(page).at(1).id;
  studio.person().set(edited,
                      {{"Image Prompt", {{"rich_text", rich_text("A lighthouse at night.")}}}});
  REQUIRE(eventually([&] { return studio.logged({"sentence 2/3", "prompt edited"}) == 1; }));
  CHECK(studio.command({"resume", "sea"}).exit == 0);
  studio.await(page, "Complete");
  CHECK(studio.logged({"picture taken back from Notion"}) == 2);
  CHECK(studio.logged({"sentence 2/3", "picture taken back from Notion"}) == 0);
  CHECK(painter.asked() == 4);
  for (const auto& row : studio.sentences(page)) CHECK(row.values.at("Error").empty());
  stop(daemon);
}

TEST_CASE("flow::care sync makes nothing while all making is paused") {
  Studio studio;
  REQUIRE(studio.command({"sync"}).exit == 0);
  const auto page = studio.add("The sea", kScript);
  studio.approve(page);
  CHECK(has(studio.command({"pause"}).output, "no daemon runs"));
  const auto held = studio.command({"sync"});
  CAPTURE(held.output);
  CHECK(held.exit == 0);
  CHECK(has(held.output, "all making is paused"));
  CHECK(studio.logged({"script read"}) == 0);
  CHECK(studio.logged({"picture made"}) == 0);
  studio.command({"resume"});
  CHECK(studio.command({"sync"}).exit == 0);
  studio.await(page, "Complete");
  CHECK(studio.logged({"picture made"}) == 3);
}

TEST_CASE(
    "flow::care a store whose disk is not there stops the daemon, and nothing is made again") {
  Studio studio;
  std::string page;
  {
    auto daemon = studio.daemon();
    page = make_film(studio);
    stop(daemon);
  }
  const auto store = studio.path("state") / "artifacts";
  std::filesystem::rename(store, studio.path("aside"));
  std::filesystem::create_directory(store);  // where it would be mounted
  const auto refused = studio.command({"daemon"});
  CHECK(refused.exit == 2);
  CHECK(has(refused.output, store.string()));
  CHECK(has(refused.output, "is its disk mounted?"));
  std::filesystem::remove_all(store);
  std::filesystem::rename(studio.path("aside"), store);
  auto daemon = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"ready"}) == 2; }));
  studio.await(page, "Complete");
  CHECK(studio.logged({"picture made"}) == 3);
  stop(daemon);
}

TEST_CASE("flow::care no secret is written anywhere, whatever goes wrong") {
  constexpr const char* kKey = "sk-planted-0123456789abcdef";
  Studio studio(
      "[image]\nprovider = \"openai\"\nbase_url = "
      "\"http://127.0.0.1:9/sk-planted-0123456789abcdef\"\n");
  auto daemon = studio.daemon({{"STORYREEL_IMAGE_KEY", kKey}});
  const auto page = studio.add("The sea sk-planted-0123456789abcdef", kScript);
  studio.await(page, "Awaiting Approval");
  studio.approve(page);
  CHECK(eventually([&] { return studio.logged({"error"}) > 0 || studio.logged({"warning"}) > 0; }));
  stop(daemon);
  for (const char* name : {"status.log", "status.jsonl"}) {
    CAPTURE(name);
    CHECK_FALSE(has(read_file(studio.path("state") / "log" / name, 1 << 22), "sk-planted"));
  }
  CHECK_FALSE(has(daemon.output(), "sk-planted"));
  CHECK_FALSE(has(studio.command({"doctor"}, {{"STORYREEL_IMAGE_KEY", kKey}}).output, "Bearer"));
}

}  // namespace storyreel::test
