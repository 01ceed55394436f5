#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/providers/service.hpp"
#include "pipeline/providers/wav.hpp"
#include "pipeline/stages/make.hpp"
#include "tests/support/stand.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;
using Class = ProviderError::Class;

std::string pixel() {
  return *from_base64(test::kPixel);
}

/// Sells whatever it was given.
template <class Result>
class Seller {
 public:
  Task<Result> sell(Till& till) {
    ++calls;
    if (tariff) {
      co_await till.open({.provider = "seller", .model = "m", .key = "k", .price = {}});
      co_await till.paid({.units = 1.0, .unit = "pieces", .price = {}});
    }
    co_return goods;
  }

  Result goods;
  std::optional<Tariff> tariff = Tariff{};
  int calls = 0;
};

class Painter final : public ImageProvider {
 public:
  explicit Painter(Seller<Picture>& seller) : seller_(seller) {}
  std::string identity() const override { return "painter"; }
  std::optional<Tariff> tariff() const override { return seller_.tariff; }
  Task<Picture> draw(PictureRequest, Till& till) override { return seller_.sell(till); }

 private:
  Seller<Picture>& seller_;
};

class Speaker final : public VoiceProvider {
 public:
  explicit Speaker(Seller<std::string>& seller) : seller_(seller) {}
  std::string identity(const std::string&) const override { return "speaker"; }
  std::optional<Tariff> tariff() const override { return seller_.tariff; }
  Task<std::string> speak(std::string, std::string, Till& till) override {
    return seller_.sell(till);
  }

 private:
  Seller<std::string>& seller_;
};

struct Counter {
  Counter() {
    store.open();
    providers.image = std::make_unique<Painter>(pictures);
    providers.voice = std::make_unique<Speaker>(voices);
    pictures.goods = {pixel(), "png"};
  }

  std::vector<cache::Artifact> make(Stage stage, const Store& where,
                                    std::vector<cache::Artifact> inputs = {}) {
    Timeline timeline;
    timeline.shots = {{.owner = "i", .text = "The sea was calm."}};
    return test::run(loop, pipeline::make(
                               providers, offload, where,
                               {.target = {.stage = stage, .owner = "i", .key = sha256("target")},
                                .sentence = {.prompt = "A harbour"},
                                .timeline = timeline,
                                .keys = {},
                                .inputs = {}},
                               std::move(inputs), [](double) {}, till));
  }

  std::optional<ProviderError> error(Stage stage, const Store& where,
                                     std::vector<cache::Artifact> inputs = {}) {
    try {
      make(stage, where, std::move(inputs));
    } catch (const ProviderError& error) {
      return error;
    }
    return {};
  }

  TemporaryFolder folder;
  boost::asio::io_context loop;
  Offload offload{1};
  Store store{folder.path() / "artifacts"};
  Seller<Picture> pictures;
  Seller<std::string> voices;
  Providers providers;
  test::NotingTill till;
};

}  // namespace

TEST_CASE("pipeline::make keeps what was bought") {
  Counter counter;
  const auto made = counter.make(Stage::illustrate, counter.store);
  CHECK(read_file(counter.store.path(made.at(0)), 1000) == pixel());
  CHECK(counter.till.story == "open paid");
}

TEST_CASE("pipeline::make buys nothing for which there is no room") {
  Counter counter;
  const Store full("/proc");  // a file system without any
  for (const auto stage : {Stage::illustrate, Stage::speak}) {
    const auto error = counter.error(stage, full);
    REQUIRE(error);
    CHECK(error->kind == Class::later);
    CHECK(error->wait);
    CHECK(std::string_view(error->what()).contains("is full"));
  }
  CHECK(counter.pictures.calls + counter.voices.calls == 0);
  CHECK(counter.till.story.empty());
}

TEST_CASE("pipeline::make buys nothing for a store whose disk is not there") {
  Counter counter;
  fs::remove(counter.folder.path() / "artifacts" / ".storyreel");
  const auto error = counter.error(Stage::illustrate, counter.store);
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(counter.pictures.calls == 0);
}

TEST_CASE("pipeline::make waits for a person where what was bought is of no use") {
  Counter counter;
  counter.pictures.goods.bytes.resize(50);
  counter.voices.goods = silent_wav(seconds(2));
  struct Case {
    Stage stage;
    const char* why;
  };
  for (const auto& one : {Case{Stage::illustrate, "the picture can't be read"},
                          Case{Stage::speak, "there is only silence in it"}}) {
    CAPTURE(std::string(one.why));
    counter.till.story.clear();
    const auto error = counter.error(one.stage, counter.store);
    REQUIRE(error);
    CHECK(error->kind == Class::refused);
    CHECK(std::string_view(error->what()).contains(one.why));
    CHECK(std::string_view(error->what()).contains("only if you ask for it"));
    CHECK(counter.till.story == "open paid spoilt");
  }
}

TEST_CASE("pipeline::make tries again what cost nothing and is of no use") {
  Counter counter;
  counter.pictures.goods.bytes.resize(50);
  counter.pictures.tariff.reset();
  bool waits_for_a_person = false;
  try {
    counter.make(Stage::illustrate, counter.store);
    FAIL("it was kept");
  } catch (const ProviderError&) {
    waits_for_a_person = true;
  } catch (const Error& error) {
    CHECK(std::string_view(error.what()).contains("the picture can't be read"));
  }
  CHECK_FALSE(waits_for_a_person);
  CHECK(counter.till.story.empty());
}

TEST_CASE("pipeline::make tells an input that is gone from one that can't be looked at") {
  Counter counter;
  const auto input = counter.make(Stage::illustrate, counter.store).at(0);
  const auto file = counter.store.path(input);
  fs::remove(file);
  CHECK_THROWS_AS(counter.make(Stage::sound, counter.store, {input}), DamagedInput);
  fs::create_symlink(file.filename(), file);  // to itself
  const auto error = counter.error(Stage::sound, counter.store, {input});
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(error->wait);
}

}  // namespace storyreel::pipeline
