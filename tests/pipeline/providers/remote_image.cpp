#include "pipeline/providers/remote_image.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "tests/pipeline/providers/easel.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
using Class = ProviderError::Class;

json::value openai_error(const char* code, const char* message) {
  return {{"error", {{"code", code}, {"message", message}, {"param", nullptr}}}};
}

}  // namespace

TEST_CASE("pipeline::make_openai_image asks as CreateImageRequest says") {
  Easel studio("openai", make_openai_image());
  studio.vendor.reply({{"created", 1}, {"data", json::array{{{"b64_json", kBase64}}}}});
  const auto picture = studio.draw();
  CHECK(picture.bytes == png());
  CHECK(picture.extension == "png");
  REQUIRE(studio.vendor.asked.size() == 1);
  const auto& asked = studio.vendor.asked[0];
  CHECK(asked.method == "POST");
  CHECK(asked.path == "/images/generations");
  CHECK(asked.header("authorization") == "Bearer KEY");
  CHECK(asked.header("content-type") == "application/json");
  CHECK(studio.vendor.body(0) == json::value{{"model", "gpt-image-1"},
                                             {"prompt", "A harbour"},
                                             {"n", 1},
                                             {"size", "1536x1024"},
                                             {"output_format", "jpeg"}});
  CHECK(studio.till.story == "open paid");
  CHECK(studio.till.offers[0].price == 0.04);
  CHECK(studio.till.bills[0].units == 1.0);
  CHECK(studio.till.bills[0].price == 0.04);
}

TEST_CASE("pipeline::make_remote_image buys another take as something else") {
  Easel studio("openai", make_openai_image());
  studio.vendor.reply({{"data", json::array{{{"b64_json", kBase64}}}}});
  studio.draw(0);
  studio.draw(1);
  studio.draw(0);
  CHECK(studio.till.offers[0].key != studio.till.offers[1].key);
  CHECK(studio.till.offers[0].key == studio.till.offers[2].key);
  // Known before anything is bought.
  CHECK(studio.till.offers[0].key == studio.image->call_key(Easel::request(0)));
  CHECK(studio.till.offers[1].key == studio.image->call_key(Easel::request(1)));
}

TEST_CASE("pipeline::make_openai_image tells its errors apart") {
  Easel studio("openai", make_openai_image());
  check(studio,
        {{openai_error("moderation_blocked", "Your request was rejected."), 400, Class::refused,
          "open unpaid", "openai refused: Your request was rejected. Its safety system refused."},
         {openai_error("invalid_api_key", "Incorrect API key"), 401, Class::later, "open unpaid",
          "Look at the key in the configuration."},
         {openai_error("insufficient_quota", "You exceeded"), 429, Class::later, "open unpaid",
          "There is no credit left"},
         {openai_error("rate_limit_exceeded", "Slow down"), 429, Class::again, "open unpaid",
          "Slow down"},
         {openai_error("server_error", "Oops"), 500, Class::again, "open unpaid", "Oops"},
         {openai_error("x", "unknown parameter"), 400, Class::refused, "open unpaid",
          "unknown parameter"},
         {json::value("no"), 503, Class::again, "open unpaid", "openai answered 503"},
         {json::value("no"), 502, Class::again, "open doubtful", "openai answered 502"},
         {json::value("no"), 504, Class::again, "open doubtful", "504"},
         {json::value{{"data", json::array{}}}, 200, Class::again, "open doubtful",
          "did not send a picture"},
         {json::value{{"data", json::array{{{"b64_json", "AAAA"}}}}}, 200, Class::again,
          "open doubtful", "did not send a picture"}});
}

TEST_CASE("pipeline::make_remote_image books what broke off as doubtful, and what never left not") {
  Easel studio("openai", make_openai_image());
  studio.vendor.reply_cut(std::string(1000, 'x'), "application/json");
  auto error = studio.error();
  REQUIRE(error);
  CHECK(error->kind == Class::again);
  CHECK(studio.till.story == "open doubtful");

  studio.vendor.forget();
  studio.till.story.clear();
  studio.vendor.reply({.drop = true});
  CHECK(studio.error());
  CHECK(studio.till.story == "open doubtful");

  studio.vendor.forget();
  studio.till.story.clear();
  studio.vendor.reply_bytes("<html>", "text/html");
  CHECK(studio.error());
  CHECK(studio.till.story == "open doubtful");

  auto nowhere = make_remote_image({.service = {studio.vendor.http(),
                                                facts("openai", "picture"),
                                                {.base_url = "http://127.0.0.1:9"}},
                                    .dialect = make_openai_image(),
                                    .fetcher = &studio.fetcher,
                                    .price = {}});
  studio.till.story.clear();
  CHECK(studio.vendor.error(nowhere->draw(Easel::request(0), studio.till)));
  CHECK(studio.till.story == "open unpaid");
}

TEST_CASE("pipeline::make_remote_image lets a service rest that failed five times") {
  Easel studio("openai", make_openai_image());
  studio.vendor.reply(openai_error("server_error", "Oops"), 500);
  for (int i = 0; i < 5; ++i) {
    CHECK_FALSE(studio.image->rests());
    CHECK(studio.error()->kind == Class::again);
  }
  CHECK(studio.image->rests());
  const auto error = studio.error();
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(error->wait.value_or(seconds(0)) > seconds(200));
  CHECK(studio.vendor.asked.size() == 5);
  CHECK(studio.till.offers.size() == 5);
}

TEST_CASE("pipeline::make_remote_image waits as long as the service asks") {
  Easel studio("openai", make_openai_image());
  studio.vendor.reply({.status = 429, .headers = {{"Retry-After", "77"}}, .body = "{}"});
  CHECK(studio.error()->wait == seconds(77));
}

TEST_CASE("pipeline::make_remote_image keeps the key out of what it says") {
  constexpr auto kKey = "sk-planted-0123456789";
  Easel studio("openai", make_openai_image());
  studio.image =
      make_remote_image({.service = {studio.vendor.http(),
                                     facts("openai", "picture"),
                                     {.base_url = studio.vendor.url(), .key = Secret(kKey)}},
                         .dialect = make_openai_image(),
                         .fetcher = &studio.fetcher,
                         .price = {}});
  // As some gateways do.
  studio.vendor.reply(
      openai_error("invalid_api_key", "Incorrect API key provided: sk-planted-0123456789."), 401);
  const auto error = studio.error();
  REQUIRE(error);
  CHECK(std::string_view(error->what()).contains("Incorrect API key provided: ***."));
  CHECK_FALSE(std::string_view(error->what()).contains("planted"));
  CHECK_FALSE(studio.image->identity().contains("planted"));
}

TEST_CASE("pipeline::make_remote_image buys nothing where a delivery stands") {
  Easel studio("openai", make_openai_image());
  studio.till.earlier.delivery = png();
  const auto picture = studio.draw();
  CHECK(picture.bytes == png());
  CHECK(picture.extension == "png");
  CHECK(studio.vendor.asked.empty());
  CHECK(studio.till.story == "open");
}

TEST_CASE("pipeline::make_remote_image hands over what came when it is paid") {
  Easel studio("openai", make_openai_image());
  studio.vendor.reply({{"data", json::array{{{"b64_json", kBase64}}}}});
  studio.draw();
  CHECK(studio.till.bills.at(0).delivery == png());
}

TEST_CASE("pipeline::make_remote_image downloads from nowhere but public addresses") {
  Easel studio("replicate", make_replicate_image());
  Fetcher strict(studio.vendor.loop(), std::vector<std::string>{});
  auto image = make_remote_image({.service = {studio.vendor.http(),
                                              facts("replicate", "picture"),
                                              {.base_url = studio.vendor.url()}},
                                  .dialect = make_replicate_image(),
                                  .fetcher = &strict,
                                  .price = {}});
  studio.vendor.reply({{"id", "p"}, {"status", "succeeded"}, {"output", studio.vendor.url("/o")}});
  const auto error = studio.vendor.error(image->draw(Easel::request(0), studio.till));
  REQUIRE(error);
  CHECK(error->kind == Class::refused);
  CHECK(std::string_view(error->what()).contains("no public address"));
  CHECK(studio.vendor.asked.size() == 1);
}

TEST_CASE("pipeline::make_remote_image refuses what is no picture, and prompts that are too long") {
  Easel studio("leonardo", make_leonardo_image());
  studio.till.earlier.job = "j";
  const json::array images{{{"url", studio.vendor.url("/a.jpg")}}};
  studio.vendor.reply(
      {{"generations_by_pk", {{"status", "COMPLETE"}, {"generated_images", images}}}});
  studio.vendor.reply_bytes("%PDF-1.7 something", "image/png");
  CHECK(studio.error()->kind == Class::again);
  CHECK(studio.till.story == "open doubtful");

  studio.till.story.clear();
  auto request = Easel::request(0);
  request.prompt = std::string(1501, 'x');
  const auto error = studio.vendor.error(studio.image->draw(request, studio.till));
  REQUIRE(error);
  CHECK(error->kind == Class::refused);
  CHECK(studio.till.story.empty());
}

}  // namespace storyreel::pipeline
