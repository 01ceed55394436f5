#include "pipeline/purse.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;

const Time kNow{100h};

config::Limits limits(int video_calls, int day_calls, double video_dollars, double day_dollars) {
  config::Limits limits;
  limits.calls_per_video = video_calls;
  limits.calls_per_day = day_calls;
  limits.dollars_per_video = video_dollars;
  limits.dollars_per_day = day_dollars;
  return limits;
}

/// How many calls at `price` go out before a limit forbids one, ten at most.
int taken(Purse& purse, std::optional<double> price) {
  int count = 0;
  while (count < 10 && purse.take(price)) ++count;
  return count;
}

/// A film in which this is said.
Timeline film_of(const std::vector<std::string>& texts) {
  Timeline film;
  for (const auto& text : texts) film.shots.push_back({.owner = "i", .text = text});
  return film;
}

Target target(Stage stage, std::size_t at, const std::string& key) {
  return {.stage = stage, .owner = "i", .at = at, .key = key, .needs = {}};
}

}  // namespace

TEST_CASE("pipeline::Purse::take stops at the first limit, and says which and until when") {
  const cache::Spent video{.calls = 2, .dollars = 1};
  const cache::Spent day{.calls = 5, .dollars = 3, .first = kNow - 20h};
  struct Case {
    config::Limits limits;
    std::optional<double> price;
    int taken;
    std::string reached;
    std::optional<Time> again_at;
  };
  const std::vector<Case> cases{
      {limits(0, 0, 0, 0), 0.5, 10, "", {}},
      {limits(4, 0, 0, 0), 0.5, 2, "limits.calls_per_video is 4, and 4 are spent", {}},
      {limits(2, 0, 0, 0), {}, 0, "limits.calls_per_video is 2, and 2 are spent", {}},
      {limits(0, 8, 0, 0), {}, 3, "limits.calls_per_day is 8, and 8 are spent", kNow + 4h},
      {limits(0, 0, 2, 0), 0.5, 2, "limits.dollars_per_video is $2.00, and $2.00 are", {}},
      {limits(0, 0, 2, 0), 0.1, 10, "", {}},
      {limits(0, 0, 2, 0), {}, 10, "", {}},
      {limits(0, 0, 0, 4), 0.3, 3, "limits.dollars_per_day is $4.00, and $3.90 are", kNow + 4h},
      {limits(9, 9, 9, 3.2), 0.5, 0, "limits.dollars_per_day is $3.20, and $3.00 are", kNow + 4h},
  };
  for (const auto& one : cases) {
    CAPTURE(one.reached);
    Purse purse(one.limits, video, day, kNow);
    CHECK(taken(purse, one.price) == one.taken);
    CHECK(purse.reached().starts_with(one.reached));
    CHECK(purse.reached().empty() == one.reached.empty());
    CHECK(purse.again_at() == one.again_at);
  }
}

TEST_CASE("pipeline::estimate counts what is missing, each once, and never guesses a price") {
  const auto film = film_of({"Ärger.", "Ärger.", "Nothing else."});
  const std::vector<Target> all{target(Stage::illustrate, 0, "p0"), target(Stage::speak, 0, "v"),
                                target(Stage::illustrate, 1, "p1"), target(Stage::speak, 1, "v"),
                                target(Stage::illustrate, 2, "p2"), target(Stage::speak, 2, "v2"),
                                target(Stage::body, 0, "b")};
  const Tariffs both{.picture = Tariff{0.04}, .character = Tariff{0.001}};
  const auto found = estimate(all, {"p1"}, film, both);
  CHECK(found.pictures == 2);
  CHECK(found.characters == 19);
  CHECK(found.dollars.value_or(0) == doctest::Approx(2 * 0.04 + 19 * 0.001));

  const Tariffs unknown{.picture = Tariff{0.04}, .character = Tariff{}};
  CHECK_FALSE(estimate(all, {}, film, unknown).dollars);
  CHECK(estimate(all, {"v", "v2"}, film, unknown).dollars);
  CHECK(estimate(all, {}, film, {}) == Estimate{});
  CHECK_FALSE(estimate(all, {"p0", "p1", "p2", "v", "v2"}, film, both).dollars);
}

TEST_CASE("pipeline::estimate counts what is said, and nothing where nothing is") {
  cache::Video video;
  const std::vector<Sentence> sentences{{.item = "a", .text = "[Map] One.", .prompt = "p"},
                                        {.item = "b", .text = "[A long pause]", .prompt = "q"}};
  Recipe recipe{.image = "i", .voice = [](const std::string&) { return "v"; }, .render = {}};
  const Tariffs voices{.picture = {}, .character = Tariff{0.01}};
  const auto estimated = [&] {
    const auto film = narrated(video, sentences, "en", recipe);
    return estimate(targets(film), {}, film, voices);
  };
  CHECK(estimated().characters == 10 + 14);
  recipe.notes = false;
  CHECK(estimated().characters == 4);
  CHECK(estimated().dollars.value_or(0) == doctest::Approx(0.04));

  const auto film = narrated(video, sentences, "en", recipe);
  const auto all = targets(film);
  const auto silent = std::ranges::find_if(
      all, [](const Target& one) { return one.stage == Stage::speak && one.at == 1; });
  CHECK_FALSE(cost_of(*silent, film, voices));
}

TEST_CASE("pipeline::anticipated counts pictures whose prompts are still to be written") {
  cache::Video video;
  const std::vector<Sentence> sentences{{.item = "a", .text = "One.", .prompt = "p"},
                                        {.item = "b", .text = "Same."},
                                        {.item = "c", .text = "Same."}};
  const Recipe recipe{.image = "i", .voice = [](const std::string&) { return "v"; }, .render = {}};
  const Tariffs pictures{.picture = Tariff{0.5}, .character = {}};
  const auto film = anticipated(video, sentences, "en", recipe);
  CHECK(estimate(targets(film), {}, film, pictures) == Estimate{3, 0, 1.5});
}

TEST_CASE("pipeline::known_cost is none where one price is not known") {
  CHECK_FALSE(known_cost({}));
  CHECK(known_cost({.calls = 2, .dollars = 0.5}) == 0.5);
  CHECK_FALSE(known_cost({.calls = 2, .unpriced = 1, .dollars = 0.5}));
}

}  // namespace storyreel::pipeline
