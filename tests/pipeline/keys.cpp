#include "pipeline/keys.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

const Maker kSeller{"seller", true};
const Maker kOther{"other", true};
const Maker kHere{"builtin", false};

Recipe recipe(const Maker& maker) {
  Recipe recipe{.image = maker.name + " 1",
                .voice = [name = maker.name](const std::string&) { return name + " 1"; },
                .render = {}};
  recipe.draws = recipe.speaks = maker;
  return recipe;
}

Sentence sentence() {
  return {.item = "a", .text = "One. [A map]", .prompt = "p", .take = 2};
}

/// The sentence, for which `maker` made `key`.
Sentence with_made(Sentence sentence, Stage stage, const Maker& maker, const std::string& key,
                   bool selected = true) {
  const Target target{.stage = stage, .owner = "a", .at = 0, .key = key, .needs = {}};
  auto origin = origin_of(target, sentence, "en", recipe(maker), maker);
  origin.selected = selected;
  sentence.made.push_back(origin);
  return sentence;
}

struct Case {
  const char* what;
  std::function<void(Sentence&, Recipe&, std::string& language)> change;
  bool picture;  ///< whether what was bought stays
  bool voice;
};

const std::vector<Case> kCases{
    {"nothing", [](auto&, auto&, auto&) {}, true, true},
    {"another model", [](auto&, auto& now, auto&) { now.image = "seller 2"; }, true, true},
    {"another seller", [](auto&, auto& now, auto&) { now = recipe(kOther); }, true, true},
    {"made here now", [](auto&, auto& now, auto&) { now = recipe(kHere); }, true, true},
    {"another section", [](auto& row, auto&, auto&) { row.section = "Two"; }, true, true},
    {"another language", [](auto&, auto&, auto& language) { language = "de"; }, true, true},
    {"a larger film", [](auto&, auto& now, auto&) { now.render.width = 3840; }, true, true},
    {"an upright film", [](auto&, auto& now, auto&) { now.render.width = 720; }, false, true},
    {"another quality", [](auto&, auto& now, auto&) { now.render.crf = 30; }, true, true},
    {"another take", [](auto& row, auto&, auto&) { row.take = 3; }, false, true},
    {"another prompt", [](auto& row, auto&, auto&) { row.prompt = "q"; }, false, true},
    {"another text", [](auto& row, auto&, auto&) { row.text = "Two. [A map]"; }, false, false},
    {"another note", [](auto& row, auto&, auto&) { row.text = "One. [A sea]"; }, false, false},
    {"notes left out", [](auto&, auto& now, auto&) { now.notes = false; }, true, false},
};

}  // namespace

TEST_CASE("pipeline::kept_key keeps what was bought while its row gives the same for it") {
  for (const auto& one : kCases) {
    CAPTURE(one.what);
    auto row = with_made(with_made(sentence(), Stage::illustrate, kSeller, "picture"), Stage::speak,
                         kSeller, "voice");
    auto now = recipe(kSeller);
    std::string language = "en";
    one.change(row, now, language);
    CHECK(kept_key(Stage::illustrate, row, language, now) == (one.picture ? "picture" : ""));
    CHECK(kept_key(Stage::speak, row, language, now) == (one.voice ? "voice" : ""));
  }
}

TEST_CASE("pipeline::kept_key lets a prompt of the user's stand whatever the text says") {
  auto own = sentence();
  own.prompt_is_ours = false;
  own = with_made(own, Stage::illustrate, kSeller, "picture");
  own.text = "Something else.";
  CHECK(kept_key(Stage::illustrate, own, "en", recipe(kOther)) == "picture");
}

TEST_CASE("pipeline::kept_key of what was made here depends on whether it is to be bought now") {
  for (const auto stage : {Stage::illustrate, Stage::speak}) {
    const auto row = with_made(sentence(), stage, kHere, "made");
    // What costs nothing follows the settings.
    CHECK(kept_key(stage, row, "en", recipe(kHere)) == "");
    CHECK(kept_key(stage, row, "en", recipe(kSeller)) == "made");
    CHECK(kept_key(stage, row, "de", recipe(kSeller)) == "");
  }
}

TEST_CASE("pipeline::kept_key takes the selected one, else the last, and none of unknown origin") {
  auto row = with_made(sentence(), Stage::illustrate, kSeller, "first");
  row = with_made(row, Stage::illustrate, kOther, "second", false);
  CHECK(kept_key(Stage::illustrate, row, "en", recipe(kSeller)) == "first");
  row.made.front().selected = false;
  CHECK(kept_key(Stage::illustrate, row, "en", recipe(kSeller)) == "second");
  row.made.back().inputs.clear();
  CHECK(kept_key(Stage::illustrate, row, "en", recipe(kSeller)) == "first");
  CHECK(kept_key(Stage::speak, row, "en", recipe(kSeller)) == "");
}

TEST_CASE("pipeline::narrated asks the provider of now for what is missing alone") {
  cache::Video video;
  video.id = "v";
  auto lacking = sentence();
  lacking.item = "b";
  const auto before = with_made(sentence(), Stage::illustrate, kHere, "made");
  const auto film = narrated(video, {before, lacking}, "en", recipe(kSeller));
  CHECK(film.shots[0].picture == "made");
  CHECK(film.shots[1].picture == picture_key("seller 1", lacking, "en", recipe(kSeller)));
  auto again = before;
  ++again.take;
  const auto taken = narrated(video, {again}, "en", recipe(kSeller));
  CHECK(taken.shots[0].picture == picture_key("seller 1", again, "en", recipe(kSeller)));
  auto unwritten = before;
  unwritten.prompt.clear();
  CHECK(narrated(video, {unwritten}, "en", recipe(kSeller)).shots[0].picture.empty());
}

}  // namespace storyreel::pipeline
