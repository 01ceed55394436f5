#include "pipeline/plan.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;

const Recipe kRecipe{.image = "image 1",
                     .voice = [](const std::string& language) { return "voice " + language; },
                     .render = {}};
const Time kNow{1h};
const cache::Video kVideo = [] {
  cache::Video video;
  video.id = "video";
  return video;
}();

std::vector<Sentence> three() {
  return {{.item = "a", .text = "One.", .prompt = "p1"},
          {.item = "b", .text = "Two.", .prompt = "p2"},
          {.item = "c", .text = "Three.", .prompt = "p3"}};
}

std::vector<Target> plan(const std::vector<Sentence>& sentences, const Recipe& recipe = kRecipe) {
  return targets(narrated(kVideo, sentences, "en", recipe));
}

const Target& target(const std::vector<Target>& all, Stage stage, std::size_t at = 0) {
  return *std::ranges::find_if(
      all, [&](const Target& one) { return one.stage == stage && one.at == at; });
}

/// "picture 0", … of the targets in `after` that `before` does not have.
std::vector<std::string> remade(const std::vector<Target>& before,
                                const std::vector<Target>& after) {
  std::vector<std::string> result;
  for (const auto& one : after)
    if (std::ranges::none_of(before, [&](const Target& old) { return old.key == one.key; }))
      result.push_back(std::string(words(one.stage).artifact) + " " + std::to_string(one.at));
  std::ranges::sort(result);
  return result;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("pipeline::targets wants every part and one film") {
  const auto all = plan(three());
  CHECK(all.size() == 3 * 4 + 2 + 2);
  CHECK(all.back().stage == Stage::film);
  CHECK(all.back().owner == "video");
  for (const auto& one : all)
    for (const auto& need : one.needs)
      CHECK(std::ranges::any_of(all, [&](const Target& other) { return other.key == need; }));
}

TEST_CASE("pipeline::targets changes keys as far as an edit reaches") {
  const auto before = plan(three());
  auto edited = three();
  SUBCASE("nothing") {
    CHECK(remade(before, plan(edited)).empty());
  }
  SUBCASE("a text whose prompt is ours") {
    edited[1].text = "Two!";
    CHECK(remade(before, plan(edited)) == Names{"body 1", "film 0", "join 0", "join 1", "picture 1",
                                                "sheet 0", "sound 1", "voice 1"});
  }
  SUBCASE("a text whose prompt is the user's") {
    auto own = three();
    own[1].prompt_is_ours = false;
    edited = own;
    edited[1].text = "Two!";
    CHECK(remade(plan(own), plan(edited)) ==
          Names{"body 1", "film 0", "join 0", "join 1", "sheet 0", "sound 1", "voice 1"});
  }
  SUBCASE("a prompt") {
    edited[0].prompt = "mine";
    CHECK(remade(before, plan(edited)) ==
          Names{"body 0", "film 0", "join 0", "picture 0", "sheet 0"});
  }
  SUBCASE("another take") {
    edited[2].take = 1;
    CHECK(remade(before, plan(edited)) ==
          Names{"body 2", "film 0", "join 1", "picture 2", "sheet 0"});
  }
  SUBCASE("a sentence inserted in the middle keeps the others' clips") {
    edited.insert(edited.begin() + 1, {.item = "n", .text = "New.", .prompt = "pn"});
    CHECK(remade(before, plan(edited)) == Names{"body 1", "film 0", "join 0", "join 1", "picture 1",
                                                "sheet 0", "sound 1", "voice 1"});
  }
  SUBCASE("the last sentence removed gives the one before an end") {
    edited.pop_back();
    CHECK(remade(before, plan(edited)) == Names{"body 1", "film 0", "sheet 0"});
  }
}

TEST_CASE("pipeline::targets changes clips, not pictures, with the encoder's settings") {
  auto other = kRecipe;
  other.render.crf = 30;
  const auto names = remade(plan(three()), plan(three(), other));
  CHECK(names == Names{"body 0", "body 1", "body 2", "film 0", "join 0", "join 1"});
}

TEST_CASE("pipeline::targets waits for prompts") {
  auto sentences = three();
  sentences[1].prompt.clear();
  const auto all = plan(sentences);
  CHECK(std::ranges::none_of(all, [](const Target& one) { return one.stage == Stage::film; }));
  CHECK(std::ranges::none_of(
      all, [](const Target& one) { return one.stage == Stage::illustrate && one.at == 1; }));
  CHECK(target(all, Stage::speak, 1).owner == "b");
}

TEST_CASE("pipeline::targets of nothing is nothing") {
  CHECK(plan({}).empty());
}

TEST_CASE("pipeline::ready begins what has its inputs") {
  const auto sentences = three();
  const auto all = plan(sentences);
  Snapshot snapshot;
  const auto begin = [&](const std::set<std::string>& existing,
                         const std::set<std::string>& running = {}) {
    return ready(all, existing, running, sentences, snapshot, 20s, kNow).now;
  };
  SUBCASE("pictures and voices first") {
    CHECK(begin({}).size() == 6);
    for (const auto& one : begin({})) CHECK(one.needs.empty());
  }
  SUBCASE("what runs or exists is not begun again") {
    CHECK(begin({all[0].key}, {all[1].key}).size() == 4);
  }
  SUBCASE("a body when picture and sound are there") {
    const auto& body = target(all, Stage::body);
    const auto now = begin({body.needs[0], body.needs[1]});
    CHECK(std::ranges::any_of(now, [&](const Target& one) { return one.key == body.key; }));
  }
  SUBCASE("nothing when all is there") {
    std::set<std::string> existing;
    for (const auto& one : all) existing.insert(one.key);
    CHECK(begin(existing).empty());
  }
}

TEST_CASE("pipeline::ready waits for settling and for the next try") {
  auto sentences = three();
  sentences.resize(1);
  const auto all = plan(sentences);
  Snapshot snapshot;
  SUBCASE("a sentence edited just now") {
    sentences[0].changed_at = kNow - 5s;
    const auto found = ready(all, {}, {}, sentences, snapshot, 20s, kNow);
    CHECK(found.now.empty());
    CHECK(found.next == kNow + 15s);
  }
  SUBCASE("a failure that is tried again later") {
    cache::Job job{.owner_id = "a", .stage = "illustrate", .key = all[0].key, .error = "no"};
    job.next = kNow + 1min;
    snapshot.jobs = {job};
    const auto found = ready(all, {}, {}, sentences, snapshot, 20s, kNow);
    CHECK(found.now.size() == 1);
    CHECK(found.now[0].stage == Stage::speak);
    CHECK(found.next == kNow + 1min);
    CHECK(ready(all, {}, {}, sentences, snapshot, 20s, kNow + 1min).now.size() == 2);
  }
  SUBCASE("a refusal waits for the user, and another key starts afresh") {
    snapshot.jobs = {
        {.owner_id = "a", .stage = "illustrate", .key = all[0].key, .error = "refused"}};
    CHECK(ready(all, {}, {}, sentences, snapshot, 20s, kNow).now.size() == 1);
    snapshot.jobs[0].key = "another";
    CHECK(ready(all, {}, {}, sentences, snapshot, 20s, kNow).now.size() == 2);
  }
}

}  // namespace storyreel::pipeline
