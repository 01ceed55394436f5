#include "pipeline/fallback.hpp"

#include <doctest/doctest.h>

#include "tests/pipeline/workshop.hpp"
#include "tests/support/quick_text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;
using cache::VideoStatus;

/// A writer that rests.
class Tired final : public TextProvider {
 public:
  std::string identity() const override { return "tired"; }
  bool rests() const override { return true; }
  bool writes_scripts() const override { return true; }
  Task<Description> describe(std::string, std::vector<std::string>, std::string, Till&) override {
    throw ProviderError(ProviderError::Class::later, "it rests.", seconds(600));
    co_return Description{};
  }
  Task<std::vector<std::string>> prompts(std::string, std::vector<std::string>,
                                         std::vector<std::size_t>, std::string, Till&) override {
    throw ProviderError(ProviderError::Class::later, "it rests.", seconds(600));
    co_return std::vector<std::string>{};
  }
};

/// A studio that buys its pictures of one who rests, and has somebody else.
struct Covered : Workshop {
  Covered() {
    settings.image.provider = "first";
    images->name = "first";
    images->price = Tariff{0.04};
    images->resting = true;
    settings.image_fallback.provider = "second";
    auto other = std::make_unique<CountingImage>(offload());
    second = other.get();
    second->name = "second";
    providers().image_fallback = std::move(other);
  }

  void approve_and_work() {
    add(kBody);
    work();
    approve();
    work();
  }

  CountingImage* second = nullptr;
};

/// A service has begun with the picture of the first row, as the purchase "p".
void begin_with(Covered& studio, const CountingImage& service, const std::string& job) {
  const auto found = studio.look();
  cache::Purchase begun;
  begun.id = "p";
  begun.video_id = studio.id;
  begun.owner_id = found.items.at(0).id;
  begun.stage = "illustrate";
  PictureRequest request;
  request.prompt = found.fill(begun.owner_id, property::kPrompt)->value();
  begun.key = service.call_key(request);
  begun.provider_job = job;
  studio.write([&](Database& database) { cache::ledger::save(database, begun); });
}

}  // namespace

TEST_CASE("pipeline::stand_in makes pictures while the first one rests, and its row names it") {
  Covered studio;
  studio.approve_and_work();
  auto found = studio.look();
  CHECK(found.video.status == VideoStatus::complete);
  CHECK(found.video.error.empty());
  CHECK(studio.images->calls == 0);
  CHECK(studio.second->calls == 3);
  CHECK(studio.spent().calls == 0);
  for (const auto& item : found.items) {
    CHECK(item.status == cache::ItemStatus::complete);
    CHECK(item.error == "The picture was made by second, as first rested.");
  }
  for (const auto& origin : found.origins) {
    CHECK(origin.maker == (origin.kind == "picture" ? "second" : "builtin"));
    CHECK(origin.instead_of == (origin.kind == "picture" ? "first" : ""));
  }
  CHECK(studio.log().contains("picture made by second, as first rests"));

  // What is made stays when the first one is back, who makes what comes then.
  studio.images->resting = false;
  studio.work();
  CHECK(studio.images->calls == 0);
  CHECK(studio.second->calls == 3);
  studio.change_item(1, [](cache::Item& item) { ++item.take; });
  studio.work();
  CHECK(studio.images->calls == 1);
  CHECK(studio.second->calls == 3);
  CHECK(studio.look().items[1].error.empty());
  CHECK_FALSE(studio.look().items[0].error.empty());
}

TEST_CASE("pipeline::stand_in is nobody where nobody is named, or the first one does not rest") {
  Covered studio;
  studio.providers().image_fallback = nullptr;
  studio.approve_and_work();
  CHECK(studio.look().video.status == VideoStatus::generating);
  CHECK(studio.look().items[0].error.contains("it rests."));
  studio.images->resting = false;
  studio.write([&](Database& database) {
    for (const auto& item : cache::items::of_video(database, studio.id))
      cache::jobs::remove_of_owner(database, item.id);
    cache::videos::touch(database, studio.id);
  });
  studio.work();
  CHECK(studio.look().video.status == VideoStatus::complete);
  CHECK(studio.spent().calls == 3);
}

TEST_CASE("pipeline::stand_in leaves to each what it has begun, or brought") {
  for (const bool by_first : {true, false}) {
    CAPTURE(by_first);
    Covered studio;
    std::string job;
    SUBCASE("a job that goes on") {
      job = "job7";
    }
    SUBCASE("what came, and is not kept yet") {
      studio.store().deliver("p", "a picture");
    }
    studio.add("The sea was calm.");
    studio.work();
    begin_with(studio, by_first ? *studio.images : *studio.second, job);
    studio.images->resting = by_first;
    studio.approve();
    studio.work();
    CHECK(studio.images->calls == (by_first ? 1 : 0));
    CHECK(studio.second->calls == (by_first ? 0 : 1));
    CHECK(studio.look().items[0].error.contains(by_first ? "it rests." : "made by second"));
  }
}

TEST_CASE("pipeline::stand_in leaves what was begun of another picture") {
  Covered studio;
  studio.add("The sea was calm.");
  studio.work();
  begin_with(studio, *studio.second, "job7");
  studio.change_item(0, [](cache::Item& item) { ++item.take; });
  studio.images->resting = false;
  studio.approve();
  studio.work();
  CHECK(studio.images->calls == 1);
  CHECK(studio.second->calls == 0);
}

TEST_CASE("pipeline::stand_in buys within the limits, and books what it takes") {
  Covered studio;
  studio.second->price = Tariff{0.30};
  studio.settings.limits.dollars_per_video = 0.5;
  studio.approve_and_work();
  CHECK(studio.spent().calls == 1);
  CHECK(studio.spent().dollars == doctest::Approx(0.30));
  const auto found = studio.look();
  CHECK(found.video.status == VideoStatus::generating);
  int held = 0;
  for (const auto& item : found.items)
    held += item.error.contains("limits.dollars_per_video is $0.50") ? 1 : 0;
  CHECK(held == 2);
}

TEST_CASE("pipeline::stand_in makes the voice of two rows that say the same once") {
  Workshop studio;
  studio.voices->name = "first";
  studio.voices->price = Tariff{0.01};
  studio.voices->resting = true;
  auto other = std::make_unique<CountingVoice>(studio.offload());
  auto* second = other.get();
  second->name = "second";
  second->price = Tariff{0.01};
  studio.settings.voice_fallback.provider = "second";
  studio.providers().voice_fallback = std::move(other);
  studio.add("Nobody spoke.\n\nNobody spoke.");
  studio.work();
  studio.approve();
  studio.work();
  CHECK(studio.look().video.status == VideoStatus::complete);
  CHECK(second->said.size() == 1);
  CHECK(studio.spent().calls == 1);
}

TEST_CASE("pipeline::Work has another writer write while the first one rests") {
  Workshop studio;
  studio.providers().text = std::make_unique<Tired>();
  studio.providers().text_fallback = test::make_quick_text("second");
  studio.settings.script_fallback.provider = "second";
  studio.add(kBody);
  studio.work();
  CHECK(studio.look().video.status == VideoStatus::awaiting_approval);
  CHECK(studio.look().fill(studio.id, property::kTitle)->ours == "A film, retold");
  CHECK(studio.log().contains("3 prompts written by second"));
}

}  // namespace storyreel::pipeline
