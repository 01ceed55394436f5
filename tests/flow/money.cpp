#include "daemon/runtime/files.hpp"
#include "tests/flow/studio.hpp"
#include "tests/flow/traffic.hpp"
#include "tests/support/painter.hpp"

namespace storyreel::test {
namespace {

TEST_CASE("flow::money shows what a film will cost and has cost, and stops at a limit") {
  Painter painter;
  Studio studio("[image]\nprovider = \"openai\"\nprice = 0.25\nbase_url = \"" + painter.url() +
                "\"\n[limits]\ndollars_per_video = 0.6\n");
  const Environment key{{"STORYREEL_IMAGE_KEY", "the key"}};
  std::string page;
  {
    auto daemon = studio.daemon(key);
    studio.videos();
    page = studio.add("A boat", "The sea was calm. A boat came in. Nobody spoke.");
    CHECK(studio.await(page, "Awaiting Approval").at("Estimated Cost") == "0.75");
    CHECK(painter.asked() == 0);
    studio.approve(page);
    const auto stopped = eventually([&] {
      return studio.person().page(page).values["Error"].starts_with(
          "limits.dollars_per_video is $0.60, and $0.50 are spent");
    });
    CHECK(stopped);
    CHECK(eventually([&] { return studio.person().page(page).values["Cost"] == "0.5"; }));
    CHECK(painter.asked() == 2);
    const auto told = studio.command({"status", "A boat"}, key);
    CHECK(told.output.contains("estimate  $0.75"));
    CHECK(told.output.contains("cost  $0.50 for 2 calls"));
  }
  studio.configure("dollars_per_video", "5");
  auto daemon = studio.daemon(key);
  const auto row = studio.await(page, "Complete");
  CHECK(row.at("Error").empty());
  CHECK(eventually([&] { return studio.person().page(page).values["Cost"] == "0.75"; }));
  CHECK(painter.asked() == 3);
  CHECK_FALSE(studio.log().contains("the key"));
}

TEST_CASE("flow::money a dry run tells what would be made, bought and written, and does nothing") {
  Painter painter;
  Studio studio("[image]\nprovider = \"openai\"\nprice = 0.25\nbase_url = \"" + painter.url() +
                "\"\n");
  const Environment key{{"STORYREEL_IMAGE_KEY", "the key"}};
  CHECK(studio.command({"sync", "--dry-run"}, key).output.contains("there is no studio yet"));
  CHECK_FALSE(std::filesystem::exists(studio.path("state/storyreel.db")));
  REQUIRE(studio.command({"sync"}, key).exit == 0);
  studio.videos();
  studio.add("A boat", "The sea was calm. A boat came in. Nobody spoke.");
  Traffic traffic;
  traffic.look(studio);
  const auto writes = traffic.writes();
  const auto record = read_file(studio.path("state/storyreel.db"), 64 << 20);
  const auto ran = studio.command({"sync", "--dry-run"}, key);
  CAPTURE(ran.output);
  CHECK(ran.exit == 0);
  CHECK(ran.output.contains("A boat\n"));
  CHECK(ran.output.contains("text   3 sentences of its script, 3 prompts, title, description"));
  CHECK(ran.output.contains("make   3 pictures, 3 voices, 3 clips, 2 crossfades, 1 film, once it"));
  CHECK(ran.output.contains("buy    3 pictures of openai, about $0.75"));
  CHECK(ran.output.contains("write  a database, 3 new rows"));
  traffic.look(studio);
  CHECK(traffic.writes() == writes);
  CHECK(painter.asked() == 0);
  CHECK(read_file(studio.path("state/storyreel.db"), 64 << 20) == record);
}

TEST_CASE("flow::money somebody else draws while a service rests that failed five times") {
  const auto down = [](ServerRequest) -> Task<ServerReply> {
    co_return json_reply(R"({"error": {"message": "down"}})", 503);
  };
  const Stand painter(down);
  Studio studio("[image]\nprovider = \"openai\"\nbase_url = \"" + painter.url() +
                "\"\n[image_fallback]\nprovider = \"builtin\"\n");
  auto daemon = studio.daemon();
  studio.videos();
  const auto page = studio.add("A boat",
                               "One came. Two came. Three came. Four came. Five came. "
                               "Six came.");
  studio.await(page, "Awaiting Approval");
  studio.approve(page);
  CHECK(studio.await(page, "Complete").at("Error").empty());
  for (const auto& row : studio.sentences(page))
    CHECK(row.values.at("Error") == "The picture was made by builtin, as openai rested.");
  CHECK(studio.logged({"picture made by builtin, as openai rests"}) == 6);
}

TEST_CASE("flow::money a dry run counts what is said alone, and names the limit and the writer") {
  Studio studio(
      "[voice]\nprovider = \"openai\"\nprice = 10000\nnotes = \"silent\"\n"
      "[script]\nprovider = \"openai\"\n[limits]\ndollars_per_video = 0.05\n");
  const Environment keys{{"STORYREEL_VOICE_KEY", "a key"}, {"STORYREEL_SCRIPT_KEY", "a key"}};
  REQUIRE(studio.command({"sync"}, keys).exit == 0);
  studio.videos();
  studio.add("Counted", "[Map] One. Two.");
  const auto ran = studio.command({"sync", "--dry-run"}, keys);
  CAPTURE(ran.output);
  CHECK(ran.output.contains("buy    8 characters of openai, about $0.08; and the text of openai"));
  CHECK(ran.output.contains("limit  limits.dollars_per_video is $0.05, and $0.04 are spent"));
}

TEST_CASE("flow::money a provider without its key ends with 2 and says where to put it") {
  Studio studio("[voice]\nprovider = \"elevenlabs\"\n");
  const auto ran = studio.command({"daemon"});
  CHECK(ran.exit == 2);
  CHECK(ran.output.contains("voice.key_file: the provider \"elevenlabs\" needs a key"));
}

TEST_CASE("flow::money the second choice needs its key too") {
  Studio studio("[image_fallback]\nprovider = \"gemini\"\n");
  const auto ran = studio.command({"daemon"});
  CHECK(ran.exit == 2);
  CHECK(ran.output.contains("image_fallback.key_file: the provider \"gemini\" needs a key"));
}

}  // namespace
}  // namespace storyreel::test
