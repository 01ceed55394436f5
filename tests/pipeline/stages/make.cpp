#include "pipeline/stages/make.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/providers/service.hpp"
#include "pipeline/providers/wav.hpp"
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

struct Bench {
  Bench() {
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
  Bench bench;
  const auto made = bench.make(Stage::illustrate, bench.store);
  CHECK(read_file(bench.store.path(made.at(0)), 1000) == pixel());
  CHECK(bench.till.story == "open paid");
}

TEST_CASE("pipeline::make buys nothing for which there is no room") {
  Bench bench;
  const Store full("/proc");  // a file system without any
  for (const auto stage : {Stage::illustrate, Stage::speak}) {
    const auto error = bench.error(stage, full);
    REQUIRE(error);
    CHECK(error->kind == Class::later);
    CHECK(error->wait);
    CHECK(std::string_view(error->what()).contains("is full"));
  }
  CHECK(bench.pictures.calls + bench.voices.calls == 0);
  CHECK(bench.till.story.empty());
}

TEST_CASE("pipeline::make buys nothing for a store whose disk is not there") {
  Bench bench;
  fs::remove(bench.folder.path() / "artifacts" / ".storyreel");
  const auto error = bench.error(Stage::illustrate, bench.store);
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(bench.pictures.calls == 0);
}

TEST_CASE("pipeline::make waits for a person where what was bought is of no use") {
  Bench bench;
  bench.pictures.goods.bytes.resize(50);
  bench.voices.goods = silent_wav(seconds(2));
  struct Case {
    Stage stage;
    const char* why;
  };
  for (const auto& one : {Case{Stage::illustrate, "the picture can't be read"},
                          Case{Stage::speak, "there is only silence in it"}}) {
    CAPTURE(std::string(one.why));
    bench.till.story.clear();
    const auto error = bench.error(one.stage, bench.store);
    REQUIRE(error);
    CHECK(error->kind == Class::refused);
    CHECK(std::string_view(error->what()).contains(one.why));
    CHECK(std::string_view(error->what()).contains("only if you ask for it"));
    CHECK(bench.till.story == "open paid spoilt");
  }
}

TEST_CASE("pipeline::make tries again what cost nothing and is of no use") {
  Bench bench;
  bench.pictures.goods.bytes.resize(50);
  bench.pictures.tariff.reset();
  bool waits_for_a_person = false;
  try {
    bench.make(Stage::illustrate, bench.store);
    FAIL("it was kept");
  } catch (const ProviderError&) {
    waits_for_a_person = true;
  } catch (const Error& error) {
    CHECK(std::string_view(error.what()).contains("the picture can't be read"));
  }
  CHECK_FALSE(waits_for_a_person);
  CHECK(bench.till.story.empty());
}

TEST_CASE("pipeline::make tells an input that is gone from one that can't be looked at") {
  Bench bench;
  const auto input = bench.make(Stage::illustrate, bench.store).at(0);
  const auto file = bench.store.path(input);
  fs::remove(file);
  CHECK_THROWS_AS(bench.make(Stage::sound, bench.store, {input}), DamagedInput);
  fs::create_symlink(file.filename(), file);  // to itself
  const auto error = bench.error(Stage::sound, bench.store, {input});
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(error->wait);
}

}  // namespace storyreel::pipeline
