#include <doctest/doctest.h>

#include "pipeline/preview.hpp"
#include "tests/pipeline/workshop.hpp"
#include "tests/support/quick_text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;
using cache::VideoStatus;

/// From now on others are asked, who take so much.
void ask_others(Workshop& studio, const std::string& name, double price) {
  studio.images->name = studio.voices->name = name;
  studio.images->price = Tariff{price};
  studio.voices->price = Tariff{price / 100};
}

/// A finished film of three sentences, all of it bought.
void finish(Workshop& studio) {
  ask_others(studio, "first", 0.04);
  studio.add(kBody);
  studio.work();
  studio.approve();
  studio.work();
  REQUIRE(studio.look().video.status == VideoStatus::complete);
  REQUIRE(studio.spent().calls == 6);
}

Preview previewed(Workshop& studio) {
  const auto rules = rules_of(studio.settings, studio.providers(), "http://host/media");
  return *studio.write(
      [&](Database& database) { return preview(database, studio.id, studio.store(), rules); });
}

}  // namespace

TEST_CASE("pipeline::Work estimates before approval, and books what was bought") {
  Workshop studio;
  studio.images->price = Tariff{0.04};
  studio.add(kBody);
  studio.work();
  auto found = studio.look().video;
  CHECK(found.estimated_cost.value_or(0) == doctest::Approx(0.12));
  CHECK_FALSE(found.cost);
  CHECK(studio.spent().calls == 0);

  studio.approve();
  studio.work();
  found = studio.look().video;
  CHECK(found.status == VideoStatus::complete);
  CHECK(found.cost.value_or(0) == doctest::Approx(0.12));
  CHECK(found.estimated_cost.value_or(0) == doctest::Approx(0.12));
  CHECK(studio.spent().calls == 3);
  studio.work();
  CHECK(studio.spent().calls == 3);
}

TEST_CASE("pipeline::Work never shows a price that nobody knows") {
  Workshop studio;
  studio.images->price = Tariff{};
  studio.add(kBody);
  studio.work();
  CHECK_FALSE(studio.look().video.estimated_cost);
  studio.approve();
  studio.work();
  CHECK_FALSE(studio.look().video.cost);
  CHECK(studio.spent().unpriced == 3);
}

TEST_CASE("pipeline::Work waits at a limit, says so on the video, and goes on when it is raised") {
  Workshop studio;
  studio.images->price = Tariff{0.04};
  studio.settings.limits.dollars_per_video = 0.1;
  studio.add(kBody);
  studio.work();
  studio.approve();
  studio.work();
  auto found = studio.look();
  CHECK(studio.spent().calls == 2);
  CHECK(found.video.status == VideoStatus::generating);
  CHECK(found.video.error.starts_with("limits.dollars_per_video is $0.10, and $0.08 are spent"));
  for (const auto& item : found.items) CHECK(item.error.empty());

  studio.settings.limits.dollars_per_video = 1;
  studio.work();
  found = studio.look();
  CHECK(found.video.status == VideoStatus::complete);
  CHECK(found.video.error.empty());
  CHECK(studio.spent().calls == 3);
}

TEST_CASE("pipeline::Work buys what was lost once more, then tells its row") {
  Workshop studio;
  studio.images->price = Tariff{0.04};
  studio.images->lost = true;
  studio.add("The sea was calm.");
  studio.work();
  studio.approve();
  studio.work();
  const auto found = studio.look();
  CHECK(studio.spent().calls == 2);
  CHECK(studio.spent().doubtful == 2);
  REQUIRE(found.items.size() == 1);
  CHECK(found.items[0].error.contains("charged twice"));
  CHECK(found.video.status == VideoStatus::failed);
}

TEST_CASE("pipeline::Work buys nothing again because somebody else is to make things now") {
  Workshop studio;
  finish(studio);
  const auto before = studio.artifacts();
  const auto found = studio.look();
  ask_others(studio, "second", 0.10);
  studio.work();
  CHECK(studio.spent().calls == 6);
  CHECK(studio.artifacts() == before);
  CHECK(studio.look().video.status == VideoStatus::complete);

  SUBCASE("nor to write") {
    studio.providers().text = test::make_quick_text("another writer");
    studio.work();
    CHECK(studio.look().fills == found.fills);
    CHECK(studio.spent().calls == 6);
  }
  SUBCASE("nor when all is made here from now on") {
    studio.images->price.reset();
    studio.voices->price.reset();
    studio.work();
    CHECK(studio.images->calls == 3);
    CHECK(studio.voices->said.size() == 3);
  }
  SUBCASE("an edited row is the new one's, and taken back what was bought before") {
    studio.change_item(1, [](cache::Item& item) { item.text = "A ship came in, slowly."; });
    studio.work();
    CHECK(studio.images->calls == 4);
    CHECK(studio.voices->said.back() == "A ship came in, slowly.");
    CHECK(studio.spent().calls == 8);
    const auto edited = studio.look();
    CHECK(edited.video.status == VideoStatus::complete);
    studio.change_item(1, [](cache::Item& item) { item.text = "A boat came in."; });
    studio.work();
    CHECK(studio.spent().calls == 8);
  }
  SUBCASE("another take is the new one's") {
    CHECK(previewed(studio).bought == Estimate{});
    studio.change_item(2, [](cache::Item& item) { ++item.take; });
    CHECK(previewed(studio).bought == Estimate{1, 0, 0.10});
    studio.work();
    CHECK(studio.spent().calls == 7);
    CHECK(studio.look().items[2].picture_link != found.items[2].picture_link);
    CHECK(studio.look().items[1].picture_link == found.items[1].picture_link);
  }
  SUBCASE("what was damaged can only be had from the new one") {
    std::filesystem::resize_file(studio.file("picture"), 10);
    studio.work();
    CHECK(studio.spent().calls == 7);
    CHECK(studio.look().video.status == VideoStatus::complete);
    studio.work();
    CHECK(studio.spent().calls == 7);
  }
  SUBCASE("a larger film is the same pictures") {
    studio.settings.render.width = 320;
    studio.settings.render.height = 180;
    studio.work();
    CHECK(studio.spent().calls == 6);
    CHECK(studio.look().video.render != found.video.render);
  }
}

TEST_CASE("pipeline::Work estimates what is to be bought of those who are asked now") {
  Workshop studio;
  finish(studio);
  ask_others(studio, "second", 0.10);
  studio.change([](cache::Video& video) { video.approved = false; });
  studio.change_item(0, [](cache::Item& item) { ++item.take; });
  studio.work();
  CHECK(studio.look().video.estimated_cost.value_or(0) == doctest::Approx(0.10));
  CHECK(studio.spent().calls == 6);
}

TEST_CASE(
    "pipeline::Work buys the pictures that are missing, and keeps those that were drawn here") {
  Workshop studio;
  studio.images->forbidden = "boat";
  studio.add(kBody);
  studio.work();
  studio.approve();
  studio.work();
  const auto before = studio.look();
  REQUIRE(before.video.status == VideoStatus::failed);
  studio.images->forbidden.clear();
  studio.images->price = Tariff{0.10};
  // What was refused waits for its user.
  CHECK(previewed(studio).bought == Estimate{});
  CHECK(previewed(studio).missing.empty());
  studio.images->name = "second";
  CHECK(previewed(studio).bought == Estimate{1, 0, 0.10});
  studio.work();
  const auto after = studio.look();
  CHECK(after.video.status == VideoStatus::complete);
  CHECK(after.video.cost.value_or(0) == doctest::Approx(0.10));
  CHECK(studio.images->calls == 4);
  CHECK(after.items[0].picture_link == before.items[0].picture_link);
}

}  // namespace storyreel::pipeline
