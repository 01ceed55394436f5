#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/signal.hpp"
#include "pipeline/providers/remote_image.hpp"
#include "pipeline/providers/remote_text.hpp"
#include "pipeline/providers/remote_voice.hpp"
#include "tests/pipeline/providers/easel.hpp"
#include "tests/support/vendor.hpp"

// Whoever waits for a turn at a service has not opened anything yet: what is given up meanwhile
// was never sent, and nobody books it as doubtful.
namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
using namespace boost::asio::experimental::awaitable_operators;

constexpr int kOneAMinute = 1;

/// A service that takes one call a minute.
struct Counter {
  config::Service settings() const {
    return {.base_url = vendor.url(), .requests_per_minute = kOneAMinute};
  }

  template <class T>
  void buy(Task<T> task) {
    vendor.run(std::move(task));
    CHECK(till.story == "open paid");
  }

  template <class T>
  void wait_in_vain(Task<T> task) {
    vendor.run(given_up(std::move(task)));
    CHECK(till.story == "open paid");
    CHECK(vendor.asked.size() == 1);
  }

  template <class T>
  static Task<bool> given_up(Task<T> task) {
    co_await (std::move(task) || sleep_for(milliseconds(50)));
    co_return true;
  }

  test::Vendor vendor;
  test::NotingTill till;
};

}  // namespace

TEST_CASE("pipeline::make_remote_voice opens nothing while it waits for its turn") {
  Counter counter;
  const auto voice = make_remote_voice(
      {.service = {counter.vendor.http(), facts("openai", "voice"), counter.settings()},
       .dialect = make_openai_voice(),
       .voice = "",
       .price = 15});
  counter.vendor.reply_bytes(std::string(4'800, '\x01'), "audio/pcm");
  counter.buy(voice->speak("One.", "en", counter.till));
  counter.wait_in_vain(voice->speak("Two.", "en", counter.till));
}

TEST_CASE("pipeline::make_remote_image opens nothing while it waits for its turn") {
  Counter counter;
  Fetcher fetcher(counter.vendor.loop(), std::vector<std::string>{"127.0.0.1"});
  const auto image = make_remote_image(
      {.service = {counter.vendor.http(), facts("openai", "picture"), counter.settings()},
       .dialect = make_openai_image(),
       .fetcher = &fetcher,
       .price = 0.04});
  counter.vendor.reply({{"data", json::array{{{"b64_json", kBase64}}}}});
  counter.buy(image->draw(Easel::request(0), counter.till));
  counter.wait_in_vain(image->draw(Easel::request(1), counter.till));
}

TEST_CASE("pipeline::make_remote_text opens nothing while it waits for its turn") {
  Counter counter;
  const auto text = make_remote_text(
      {.service = {counter.vendor.http(), facts("openai", "text"), counter.settings()},
       .dialect = make_openai_text(),
       .price_in = 1,
       .price_out = 10});
  const json::value about{{"title", "Across the bay"},
                          {"description", "A boat."},
                          {"keywords", json::array{"sea", "boat"}}};
  counter.vendor.reply(
      {{"choices",
        json::array{{{"index", 0},
                     {"finish_reason", "stop"},
                     {"message", {{"role", "assistant"}, {"content", json::serialize(about)}}}}}},
       {"usage", {{"prompt_tokens", 100}, {"completion_tokens", 20}}}});
  counter.buy(text->describe("The boat", {"The sea was calm."}, "en", counter.till));
  counter.wait_in_vain(text->describe("The bay", {"The sea was calm."}, "en", counter.till));
}

}  // namespace storyreel::pipeline
