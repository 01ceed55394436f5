#include "pipeline/running.hpp"

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

Target target(Stage stage, const std::string& key) {
  return {.stage = stage, .owner = "i", .at = 0, .key = key, .needs = {}};
}

}  // namespace

TEST_CASE("pipeline::Running::slots counts what is bought apart from what is made here") {
  config::Settings settings;
  settings.image.service.at_once = 3;
  settings.voice.service.at_once = 1;
  const Tariffs tariffs{.picture = Tariff{}, .character = Tariff{}};
  Running running(2, settings);
  running.add("video");
  running.add(target(Stage::illustrate, "a"), tariffs);
  running.add(target(Stage::speak, "b"), tariffs);
  auto slots = running.slots();
  CHECK(slots.here == 1);
  CHECK(slots.pictures == 2);
  CHECK(slots.voices == 0);
  running.remove(target(Stage::speak, "b"), tariffs);
  running.add(target(Stage::body, "c"), tariffs);
  slots = running.slots();
  CHECK(slots.here == 0);
  CHECK(slots.voices == 1);
  CHECK(running.keys() == std::set<std::string>{"a", "c", "video"});
}

TEST_CASE("pipeline::Running::slots takes what the builtin providers make for made here") {
  Running running(2, {});
  running.add(target(Stage::illustrate, "a"), {});
  running.add(target(Stage::speak, "b"), {});
  CHECK(running.slots().here == 0);
  CHECK(running.slots().pictures == 4);
}

}  // namespace storyreel::pipeline
