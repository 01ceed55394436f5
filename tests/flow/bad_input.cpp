#include "daemon/runtime/files.hpp"
#include "daemon/runtime/utf8.hpp"
#include "tests/flow/studio.hpp"

namespace storyreel::test {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// A way to get the configuration wrong, and the words that say so.
struct Mistake {
  const char* from;
  const char* to;
  std::vector<std::string> said;
};

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> kList = {
      {"poll_interval", "pol_interval", {"storyreel.toml:6", "pol_interval", "poll_interval"}},
      {"\"300ms\"", "300", {"storyreel.toml:7", "settle"}},
      {"token_file = \"workspace/integration.token\"", "", {"token"}},
      {"workspace/integration.token", "workspace/page.key", {"token"}},
      {"workspace/integration.token", "nowhere", {"nowhere"}},
  };
  return kList;
}

TEST_CASE("flow::bad_input what only a person can mend ends with 2 and its own words") {
  Studio studio;
  const auto file = studio.path("storyreel.toml");
  const auto config = read_file(file, 1u << 16);
  for (const auto& mistake : mistakes()) {
    CAPTURE(mistake.to);
    write_file(file, replaced(config, mistake.from, mistake.to));
    const auto ran = studio.command({"daemon"});
    CAPTURE(ran.output);
    CHECK(ran.exit == 2);
    for (const auto& part : mistake.said) CHECK(ran.output.find(part) != std::string::npos);
  }
}

TEST_CASE("flow::bad_input a parent page that is not shared ends with 2 and says what to do") {
  Studio studio;
  const auto file = studio.path("storyreel.toml");
  write_file(file, replaced(read_file(file, 1u << 16), studio.studio_page(),
                            "00000000-0000-4000-8000-000000000000"));
  for (const char* command : {"daemon", "init", "sync"}) {
    const auto ran = studio.command({command});
    CAPTURE(ran.output);
    CHECK(ran.exit == 2);
    CHECK(ran.output.find("share") != std::string::npos);
  }
}

TEST_CASE("flow::bad_input two daemons on one state directory: the second refuses") {
  Studio studio;
  auto first = studio.daemon();
  studio.videos();
  const auto second = studio.command({"daemon"});
  CHECK(second.exit == 4);
  CHECK(second.output.find("held by process " + std::to_string(first.pid())) != std::string::npos);
  CHECK(first.running());
}

TEST_CASE("flow::bad_input a workspace that is not there is waited for") {
  Studio studio;
  studio.stop_workspace();
  auto daemon = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"trying again"}) == 1; }));
  CHECK(studio.logged({"ready"}) == 0);
  studio.start_workspace();
  CHECK(eventually([&] { return studio.logged({"ready"}) == 1; }));
  CHECK(studio.logged({"trying again"}) == 1);
  CHECK(daemon.running());
}

/// A script that people may write, and how many sentences it has.
struct Script {
  std::string title;
  std::string text;
  std::string total;
};

const std::vector<Script>& scripts() {
  static const std::vector<Script> kList = {
      {"One word", "Nevermore", "1"},
      {"A long breath", std::string(4999, 'a') + " " + std::string(5000, 'b'), "1"},
      {"שלום", "\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD.", "1"},
      {"吾輩は猫である", "吾輩は猫である。名前はまだ無い。", "2"},
      {"Emoji 🎬", "A family 👨‍👩‍👧‍👦 came. They left 🏳️‍🌈.", "2"},
      {std::string(1990, 't') + "/..\"'\n\t/", "Slashes / stay.", "1"},
  };
  return kList;
}

TEST_CASE("flow::bad_input any script that can be written is filled") {
  Studio studio;
  auto daemon = studio.daemon();
  std::vector<std::string> videos;
  for (const auto& script : scripts()) videos.push_back(studio.add(script.title, script.text));
  const auto empty = studio.add("Nothing in it", "");
  for (std::size_t i = 0; i < videos.size(); ++i) {
    CAPTURE(i);
    const auto row = studio.await(videos[i], "Awaiting Approval");
    CHECK(row.at("Total Sentences") == scripts()[i].total);
    std::string whole;
    for (const auto& sentence : studio.sentences(videos[i])) {
      whole += sentence.values.at("Script Text");
    }
    CHECK(whole.size() + 4 > scripts()[i].text.size());
  }
  Row row;
  CHECK(eventually([&] {
    row = studio.person().page(empty).values;
    return row["Error"] != "";
  }));
  CHECK(row["Error"].find("script") != std::string::npos);
  CHECK(daemon.running());
}

TEST_CASE("flow::bad_input what is not UTF-8 is repaired where it enters") {
  Studio studio;
  write_file(studio.path("bad.txt"), "Caf\xe9 here. Then \xff\xfe there.");
  const auto ran = studio.command({"add", "Bad \xc3\x28 bytes", "--script", "bad.txt"});
  CAPTURE(ran.output);
  CHECK(ran.exit == 0);
  CHECK(ran.output.find("not valid UTF-8") != std::string::npos);
  auto daemon = studio.daemon();
  REQUIRE(eventually([&] { return studio.person().rows(studio.videos()).size() == 1; }));
  const auto page = studio.person().rows(studio.videos()).front();
  CHECK(studio.await(page.id, "Awaiting Approval").at("Total Sentences") == "2");
}

TEST_CASE("flow::bad_input a script of 3,000 sentences is filled") {
  constexpr int kMany = 3000;
  Studio studio;
  std::string script;
  for (int i = 1; i <= kMany; ++i) {
    script += "Line " + std::to_string(i) + " stands.";
    script += i % 50 == 0 ? "\n" : " ";
  }
  // At the pace of the other tests every poll would read all the rows that were just made.
  const auto file = studio.path("storyreel.toml");
  write_file(file, replaced(read_file(file, 1u << 16), "\"100ms\"", "\"10s\""));
  auto daemon = studio.daemon();
  const auto video = studio.add("Three thousand", script);
  const auto status = [&] { return studio.person().page(video).values["Status"]; };
  const bool filled =
      eventually([&] { return status() == "Awaiting Approval"; }, seconds(480), seconds(1));
  REQUIRE_MESSAGE(filled, studio.log());
  CHECK(studio.sentences(video).size() == kMany);
  CHECK(studio.person().page(video).values.at("Total Sentences") == "3000");
  CHECK(studio.details(video).size() == 1);
}

}  // namespace
}  // namespace storyreel::test
