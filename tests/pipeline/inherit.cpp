#include "pipeline/inherit.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/hash.hpp"
#include "pipeline/preview.hpp"
#include "pipeline/stages/write.hpp"
#include "tests/pipeline/workshop.hpp"
#include "tests/support/quick_text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;
using cache::VideoStatus;

/// A finished film, as schema 7 had it, whose texts `writer` wrote.
void make_before(Workshop& studio, const std::string& writer) {
  studio.images->name = studio.voices->name = "first";
  studio.images->price = studio.voices->price = Tariff{0.01};
  studio.add(kBody);
  studio.work();
  studio.approve();
  studio.work();
  REQUIRE(studio.look().video.status == VideoStatus::complete);
  studio.write([&](Database& database) {
    database.exec("UPDATE candidates SET inputs = '', maker = '', bought = 0");
    const auto snapshot = *load_snapshot(database, studio.id);
    const auto wanted = wanted_writing(snapshot, milliseconds(0), now());
    for (auto [key, fill] : snapshot.fills) {
      if (fill.property == property::kPrompt)
        fill.inputs =
            prompt_inputs(cache::items::find(database, fill.owner_id)->text, "en", writer);
      else if (fill.inputs == description_inputs(wanted))
        fill.inputs = description_inputs(wanted, writer);
      cache::fills::save(database, fill);
    }
    cache::facts::save(database, "inherited", "no");
  });
}

/// An upgrade, with others to make everything from now on.
void upgrade(Workshop& studio) {
  studio.images->name = studio.voices->name = "second";
  studio.providers().text = test::make_quick_text("another writer");
  studio.work();
}

}  // namespace

TEST_CASE("pipeline::inherit takes over what was made, also where others make things from now on") {
  for (const auto* writer : {"builtin-text-1", "another writer", "openai https://host model 1"}) {
    CAPTURE(writer);
    Workshop studio;
    make_before(studio, writer);
    const auto before = studio.artifacts();
    const auto texts = studio.look();
    upgrade(studio);
    CHECK(studio.spent().calls == 6);
    CHECK(studio.artifacts() == before);
    for (const auto& [key, fill] : texts.fills)
      CHECK(studio.look().fill(fill.owner_id, fill.property)->ours == fill.ours);
    CHECK(studio.look().video.status == VideoStatus::complete);
    for (const auto& origin : studio.look().origins) {
      CHECK_FALSE(origin.inputs.empty());
      CHECK(origin.bought);
    }
  }
}

TEST_CASE("pipeline::inherit comes before a dry run tells what would be bought") {
  Workshop studio;
  make_before(studio, "builtin-text-1");
  studio.images->name = studio.voices->name = "second";
  const auto rules = rules_of(studio.settings, studio.providers(), "");
  const auto found = studio.write(
      [&](Database& database) { return preview(database, studio.id, studio.store(), rules); });
  REQUIRE(found);
  CHECK(found->bought == Estimate{});
  CHECK(found->missing.empty());
}

TEST_CASE("pipeline::inherit leaves what was edited since to be made") {
  Workshop studio;
  make_before(studio, "builtin-text-1");
  studio.change_item(0, [](cache::Item& item) {
    item.text = "The sea was rough.";
    item.changed_at = now();
  });
  studio.change_item(2, [](cache::Item& item) { ++item.take; });
  upgrade(studio);
  CHECK(studio.spent().calls == 6 + 3);
  CHECK(studio.voices->said.back() == "The sea was rough.");
  CHECK(studio.look().video.status == VideoStatus::complete);
}

TEST_CASE("pipeline::inherit does nothing the second time, nor in a new record") {
  Workshop studio;
  make_before(studio, "builtin-text-1");
  upgrade(studio);
  studio.write([](Database& database) { database.exec("UPDATE candidates SET inputs = ''"); });
  const auto rules = rules_of(studio.settings, studio.providers(), "");
  studio.write([&](Database& database) { inherit(database, rules); });
  for (const auto& origin : studio.look().origins) CHECK(origin.inputs.empty());
  Workshop fresh;
  fresh.add(kBody);
  fresh.work();
  CHECK(fresh.write([](Database& database) { return cache::facts::find(database, "inherited"); }) ==
        std::nullopt);
}

}  // namespace storyreel::pipeline
