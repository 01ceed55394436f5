#include "pipeline/plan.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"

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
  SUBCASE("what two sentences share is begun once") {
    auto twins = three();
    twins[1].text = twins[0].text;
    const auto both = plan(twins);
    const auto now = ready(both, {}, {}, twins, snapshot, 20s, kNow).now;
    CHECK(std::ranges::count(now, Stage::speak, &Target::stage) == 2);
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

TEST_CASE("pipeline::targets under music mixes anew from the edit on, and draws nothing for it") {
  auto recipe = kRecipe;
  recipe.music = "piece";
  const auto before = plan(three(), recipe);
  auto edited = three();
  edited[1].text = "Two!";
  edited[1].prompt_is_ours = false;
  auto own = three();
  own[1].prompt_is_ours = false;
  CHECK(remade(plan(own, recipe), plan(edited, recipe)) == Names{"body 1", "film 0", "join 0",
                                                                 "join 1", "mix 1", "mix 2",
                                                                 "sheet 0", "sound 1", "voice 1"});
  CHECK(remade(plan(three()), before) == Names{"bed 0", "film 0", "mix 0", "mix 1", "mix 2"});
}

TEST_CASE("pipeline::targets of an album keeps a picture's clips whatever track it stands for") {
  const auto album = [](const std::string& track) {
    Timeline timeline{.owner = "album", .title = "A", .language = "und"};
    for (const std::string name : {"one", "two", "three"})
      timeline.shots.push_back({.owner = name,
                                .picture = "picture " + name,
                                .sound = name == "two" ? track : "track " + name,
                                .source = Source::track,
                                .camera = render::Camera::rest});
    return targets(timeline);
  };
  CHECK(remade(album("track two"), album("other")) == Names{"film 0", "sheet 0", "sound 1"});
  for (const auto& one : album("other")) CHECK(one.stage != Stage::speak);
}

TEST_CASE("pipeline::targets without a crossfade has no joins") {
  auto recipe = kRecipe;
  recipe.render.crossfade = milliseconds(0);
  for (const auto& one : plan(three(), recipe)) CHECK(one.stage != Stage::join);
}

TEST_CASE("pipeline::as_good_as_existing asks for no part of a film that stands") {
  const auto all = plan(three());
  std::set<std::string> existing;
  for (const auto& one : all)
    if (one.stage == Stage::illustrate || one.stage == Stage::speak || one.stage == Stage::film)
      existing.insert(one.key);
  const auto missing = [&](const std::set<std::string>& there) {
    Names names;
    const auto good = as_good_as_existing(all, there);
    for (const auto& one : all)
      if (!good.contains(one.key))
        names.push_back(std::string(words(one.stage).artifact) + " " + std::to_string(one.at));
    std::ranges::sort(names);
    return names;
  };
  // The sheet needs the sounds; it stands by itself.
  CHECK(missing(existing) == Names{"sheet 0", "sound 0", "sound 1", "sound 2"});
  for (const auto& one : all)
    if (one.stage == Stage::sheet) existing.insert(one.key);
  CHECK(missing(existing).empty());
  // A picture is shown in Notion: it has to stand.
  existing.erase(all.front().key);
  CHECK(missing(existing) == Names{"picture 0"});
  // Without the film its parts are wanted again.
  existing.insert(all.front().key);
  existing.erase(all.back().key);
  CHECK(missing(existing).size() == 3 + 3 + 2 + 1);
}

TEST_CASE("pipeline::to_json keeps all that a film is made from") {
  auto timeline = narrated(kVideo, three(), "pt-BR", kRecipe);
  timeline.title = "\"A\" – b";
  timeline.music = "piece";
  timeline.shots[1].chapter = "Night";
  timeline.shots[2].camera = render::Camera::rest;
  timeline.shots[2].source = Source::track;
  timeline.settings.fps = 25;
  timeline.settings.subtitles = config::Subtitles::soft;
  timeline.settings.crossfade = milliseconds(0);
  const auto read = timeline_from_json(to_json(timeline));
  CHECK(read.shots == timeline.shots);
  CHECK(read.title == timeline.title);
  CHECK(!read.given);
  CHECK(targets(read).back().key == targets(timeline).back().key);
  timeline.given = {{.key = "k", .path = "/a/b \"c\".png"}};
  CHECK(timeline_from_json(to_json(timeline)).given == timeline.given);
  timeline.given = {{.key = "k", .path = "/a/S\xF6ng \xFF.png"}, {.key = "l", .path = "/\xC3"}};
  CHECK(is_utf8(to_json(timeline)));
  CHECK(timeline_from_json(to_json(timeline)).given == timeline.given);
  for (const auto* text : {"", "{}", "[]", "nonsense", "{\"storyreel_recipe\": 2}"})
    CHECK_THROWS_AS(timeline_from_json(text), Error);
  for (auto change : std::vector<void (*)(config::Render&)>{
           [](config::Render& render) { render.fps = 0; },
           [](config::Render& render) { render.width = 2'000'000'000; },
           [](config::Render& render) { render.height = 91; },
           [](config::Render& render) { render.crf = 52; },
           [](config::Render& render) { render.crf = 0; },
           [](config::Render& render) { render.preset = "placebo"; },
           [](config::Render& render) { render.crossfade = milliseconds::min(); }}) {
    auto hostile = timeline;
    change(hostile.settings);
    CHECK_THROWS_AS(timeline_from_json(to_json(hostile)), Error);
  }
}

TEST_CASE("pipeline::narrated makes chapters of sections, from the beginning on") {
  const auto chapters = [](std::vector<std::string> sections) {
    auto sentences = three();
    for (std::size_t i = 0; i < sections.size(); ++i) sentences[i].section = sections[i];
    auto video = kVideo;
    video.title = "All";
    Names names;
    for (const auto& shot : narrated(video, sentences, "en", kRecipe).shots)
      names.push_back(shot.chapter);
    return names;
  };
  CHECK(chapters({"", "", ""}) == Names{"", "", ""});
  CHECK(chapters({"One", "One", "Two"}) == Names{"One", "", "Two"});
  CHECK(chapters({"", "One", "One"}) == Names{"All", "One", ""});
  // A row of the user's own belongs to the one before it.
  CHECK(chapters({"One", "", "One"}) == Names{"One", "", ""});
}

TEST_CASE("pipeline::narrated leaves notes unspoken where that is asked for") {
  auto sentences = three();
  sentences[0].text = "[Map] One.";
  sentences[1].text = "[A long pause]";
  auto recipe = kRecipe;
  const auto spoken = narrated(kVideo, sentences, "en", recipe);
  recipe.notes = false;
  const auto silent = narrated(kVideo, sentences, "en", recipe);
  CHECK(spoken.shots[0].text == "[Map] One.");
  CHECK(silent.shots[0].text == "One.");
  CHECK(silent.shots[1].text.empty());
  CHECK(silent.shots[0].sound == narrated(kVideo, three(), "en", recipe).shots[0].sound);
  CHECK(silent.shots[2] == spoken.shots[2]);
  CHECK(silent.shots[0].picture == spoken.shots[0].picture);
}

}  // namespace storyreel::pipeline
