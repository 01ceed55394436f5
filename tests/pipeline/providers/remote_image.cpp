#include "pipeline/providers/remote_image.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
using Class = ProviderError::Class;

/// The smallest PNG: 1 by 1 pixel.
constexpr auto kBase64 =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

std::string png() {
  return *from_base64(kBase64);
}

/// An image service and who draws by it.
struct Studio {
  explicit Studio(std::string_view name, std::unique_ptr<ImageDialect> dialect,
                  std::string model = "")
      : image(make_remote_image({.service = {vendor.http(),
                                             facts(name, "picture"),
                                             {.base_url = vendor.url(),
                                              .model = std::move(model),
                                              .key = Secret("KEY")}},
                                 .dialect = std::move(dialect),
                                 .fetcher = &fetcher,
                                 .price = 0.04,
                                 .look_every = milliseconds(1)})) {}

  Picture draw(int take = 0) { return vendor.run(image->draw(request(take), till)); }
  std::optional<ProviderError> error() { return vendor.error(image->draw(request(0), till)); }
  static PictureRequest request(int take) {
    return {.prompt = "A harbour",
            .caption = "c",
            .language = "en",
            .take = take,
            .width = 1920,
            .height = 1080};
  }

  test::Vendor vendor;
  Fetcher fetcher{vendor.loop(), std::vector<std::string>{"127.0.0.1"}};
  test::NotingTill till;
  std::unique_ptr<ImageProvider> image;
};

struct Failure {
  json::value body;
  int status;
  Class kind;
  std::string story;
  std::string said;
};

void check(Studio& studio, const std::vector<Failure>& failures) {
  for (const auto& failure : failures) {
    studio.vendor.forget();
    studio.till.story.clear();
    studio.vendor.reply(failure.body, failure.status);
    const auto error = studio.error();
    CAPTURE(failure.said);
    REQUIRE(error);
    CAPTURE(std::string(error->what()));
    CHECK(error->kind == failure.kind);
    CHECK(studio.till.story == failure.story);
    CHECK(std::string_view(error->what()).contains(failure.said));
    // So that none of the later ones finds the service resting.
    if (error->kind == Class::refused) continue;
    studio.vendor.forget();
    studio.vendor.reply(json::value{{"error", {{"code", "moderation_blocked"}}}}, 400);
    studio.error();
  }
}

json::value openai_error(const char* code, const char* message) {
  return {{"error", {{"code", code}, {"message", message}, {"param", nullptr}}}};
}

}  // namespace

TEST_CASE("pipeline::make_openai_image asks as CreateImageRequest says") {
  Studio studio("openai", make_openai_image());
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
  Studio studio("openai", make_openai_image());
  studio.vendor.reply({{"data", json::array{{{"b64_json", kBase64}}}}});
  studio.draw(0);
  studio.draw(1);
  studio.draw(0);
  CHECK(studio.till.offers[0].key != studio.till.offers[1].key);
  CHECK(studio.till.offers[0].key == studio.till.offers[2].key);
}

TEST_CASE("pipeline::make_openai_image tells its errors apart") {
  Studio studio("openai", make_openai_image());
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
  Studio studio("openai", make_openai_image());
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
  CHECK(studio.vendor.error(nowhere->draw(Studio::request(0), studio.till)));
  CHECK(studio.till.story == "open unpaid");
}

TEST_CASE("pipeline::make_remote_image lets a service rest that failed five times") {
  Studio studio("openai", make_openai_image());
  studio.vendor.reply(openai_error("server_error", "Oops"), 500);
  for (int i = 0; i < 5; ++i) CHECK(studio.error()->kind == Class::again);
  const auto error = studio.error();
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(error->wait.value_or(seconds(0)) > seconds(200));
  CHECK(studio.vendor.asked.size() == 5);
  CHECK(studio.till.offers.size() == 5);
}

TEST_CASE("pipeline::make_remote_image waits as long as the service asks") {
  Studio studio("openai", make_openai_image());
  studio.vendor.reply({.status = 429, .headers = {{"Retry-After", "77"}}, .body = "{}"});
  CHECK(studio.error()->wait == seconds(77));
}

TEST_CASE("pipeline::make_remote_image keeps the key out of what it says") {
  constexpr auto kKey = "sk-planted-0123456789";
  Studio studio("openai", make_openai_image());
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
  Studio studio("openai", make_openai_image());
  studio.till.earlier.delivery = png();
  const auto picture = studio.draw();
  CHECK(picture.bytes == png());
  CHECK(picture.extension == "png");
  CHECK(studio.vendor.asked.empty());
  CHECK(studio.till.story == "open");
}

TEST_CASE("pipeline::make_remote_image hands over what came when it is paid") {
  Studio studio("openai", make_openai_image());
  studio.vendor.reply({{"data", json::array{{{"b64_json", kBase64}}}}});
  studio.draw();
  CHECK(studio.till.bills.at(0).delivery == png());
}

TEST_CASE("pipeline::make_gemini_image asks as generateContent says") {
  Studio studio("gemini", make_gemini_image());
  const json::value parts = json::array{
      {{"text", "Here it is."}}, {{"inlineData", {{"mimeType", "image/png"}, {"data", kBase64}}}}};
  studio.vendor.reply(
      {{"candidates", json::array{{{"content", {{"parts", parts}, {"role", "model"}}},
                                   {"finishReason", "STOP"}}}}});
  CHECK(studio.draw().bytes == png());
  const auto& asked = studio.vendor.asked.at(0);
  CHECK(asked.path == "/v1beta/models/gemini-2.5-flash-image:generateContent");
  CHECK(asked.header("x-goog-api-key") == "KEY");
  CHECK(studio.vendor.body(0) ==
        json::value{{"contents", json::array{{{"role", "user"},
                                              {"parts", json::array{{{"text", "A harbour"}}}}}}},
                    {"generationConfig",
                     {{"responseModalities", json::array{"IMAGE"}},
                      {"imageConfig", {{"aspectRatio", "16:9"}}}}}});
}

TEST_CASE("pipeline::make_gemini_image tells its errors apart") {
  Studio studio("gemini", make_gemini_image());
  const auto stopped = [](const char* reason) {
    return json::value{{"candidates", json::array{{{"finishReason", reason}}}}};
  };
  const auto failed = [](const char* status, const char* message) {
    return json::value{{"error", {{"status", status}, {"message", message}}}};
  };
  const json::value bad_key{{"error",
                             {{"status", "INVALID_ARGUMENT"},
                              {"message", "API key not valid."},
                              {"details", json::array{{{"reason", "API_KEY_INVALID"}}}}}}};
  check(studio, {{stopped("IMAGE_SAFETY"), 200, Class::refused, "open unpaid",
                  "gemini refused: it stopped with IMAGE_SAFETY."},
                 {{{"promptFeedback", {{"blockReason", "PROHIBITED_CONTENT"}}}},
                  200,
                  Class::refused,
                  "open unpaid",
                  "the prompt was blocked (PROHIBITED_CONTENT)"},
                 {stopped("NO_IMAGE"), 200, Class::again, "open paid", "drew nothing"},
                 {failed("RESOURCE_EXHAUSTED", "Quota"), 429, Class::later, "open unpaid", "Quota"},
                 {bad_key, 400, Class::later, "open unpaid", "Look at the key"},
                 {failed("INVALID_ARGUMENT", "Bad"), 400, Class::refused, "open unpaid", "Bad"},
                 {failed("UNAVAILABLE", "Busy"), 503, Class::again, "open unpaid", "Busy"}});
}

TEST_CASE("pipeline::make_leonardo_image takes a job, looks at it and downloads its picture") {
  Studio studio("leonardo", make_leonardo_image());
  const auto state = [&](const char* status, json::array images) {
    return json::value{{"generations_by_pk", {{"status", status}, {"generated_images", images}}}};
  };
  studio.vendor.reply({{"sdGenerationJob", {{"generationId", "job-7"}, {"apiCreditCost", 8}}}});
  studio.vendor.reply(state("PENDING", {}));
  studio.vendor.reply(
      state("COMPLETE", {{{"url", studio.vendor.url("/cdn/a.jpg")}, {"nsfw", false}}}));
  studio.vendor.reply_bytes(png(), "image/png");
  CHECK(studio.draw().bytes == png());
  CHECK(studio.till.story == "open submitted:job-7 paid");
  REQUIRE(studio.vendor.asked.size() == 4);
  const auto& asked = studio.vendor.asked;
  CHECK(asked[0].method == "POST");
  CHECK(asked[0].path == "/generations");
  CHECK(asked[0].header("authorization") == "Bearer KEY");
  CHECK(asked[0].header("accept") == "application/json");
  CHECK(studio.vendor.body(0) == json::value{{"prompt", "A harbour"},
                                             {"modelId", "de7d3faf-762f-48e0-b3b7-9d0ac3a3fcf3"},
                                             {"num_images", 1},
                                             {"width", 1472},
                                             {"height", 832},
                                             {"contrast", 3.5}});
  CHECK(asked[1].method == "GET");
  CHECK(asked[1].path == "/generations/job-7");
  CHECK(asked[3].path == "/cdn/a.jpg");
  CHECK(asked[3].header("authorization").empty());
}

TEST_CASE("pipeline::make_leonardo_image tells its errors apart") {
  Studio studio("leonardo", make_leonardo_image());
  check(
      studio,
      {{{{"error", "not enough api tokens"}},
        400,
        Class::later,
        "open unpaid",
        "There is no credit left"},
       {{{"error", "content moderated"}}, 403, Class::refused, "open unpaid", "content moderated"},
       {{{"error", "Invalid token"}}, 401, Class::later, "open unpaid", "Look at the key"},
       {{{"nothing", 1}}, 200, Class::again, "open doubtful", "did not send a picture"},
       {{{"sdGenerationJob", {{"generationId", "../x"}}}},
        200,
        Class::again,
        "open doubtful",
        "no plain id"}});
}

TEST_CASE("pipeline::make_leonardo_image tells a failed job, and one that nobody knows any more") {
  Studio studio("leonardo", make_leonardo_image());
  studio.vendor.reply({{"sdGenerationJob", {{"generationId", "j"}}}});
  studio.vendor.reply({{"generations_by_pk", {{"status", "FAILED"}}}});
  auto error = studio.error();
  REQUIRE(error);
  CHECK(error->kind == Class::again);
  CHECK(studio.till.story == "open submitted:j paid");
  CHECK_FALSE(studio.till.bills[0].price);

  studio.vendor.forget();
  studio.till.story.clear();
  studio.till.earlier.job = "j";
  studio.vendor.reply(json::value{{"error", "not found"}}, 404);
  error = studio.error();
  REQUIRE(error);
  CHECK(studio.till.story == "open doubtful");
}

TEST_CASE("pipeline::make_replicate_image takes a prediction to its end") {
  Studio studio("replicate", make_replicate_image());
  const json::value output = json::array{studio.vendor.url("/out/0.jpg")};
  studio.vendor.reply(json::value{{"id", "p1"}, {"status", "starting"}, {"output", nullptr}}, 201);
  studio.vendor.reply({{"id", "p1"}, {"status", "processing"}});
  studio.vendor.reply({{"id", "p1"}, {"status", "succeeded"}, {"output", output}});
  studio.vendor.reply_bytes(png(), "image/png");
  CHECK(studio.draw().bytes == png());
  CHECK(studio.till.story == "open submitted:p1 paid");
  const auto& asked = studio.vendor.asked;
  CHECK(asked[0].path == "/models/black-forest-labs/flux-schnell/predictions");
  CHECK(asked[0].header("authorization") == "Bearer KEY");
  CHECK(
      studio.vendor.body(0) ==
      json::value{{"input",
                   {{"prompt", "A harbour"}, {"aspect_ratio", "16:9"}, {"output_format", "jpg"}}}});
  CHECK(asked[1].path == "/predictions/p1");
}

TEST_CASE("pipeline::make_replicate_image goes on with a job that an earlier process submitted") {
  Studio studio("replicate", make_replicate_image());
  studio.till.earlier.job = "p1";
  studio.vendor.reply(
      {{"id", "p1"}, {"status", "succeeded"}, {"output", studio.vendor.url("/out/0.jpg")}});
  studio.vendor.reply_bytes(png(), "image/png");
  CHECK(studio.draw().bytes == png());
  CHECK(studio.till.story == "open paid");
  CHECK(studio.vendor.asked[0].method == "GET");
  CHECK(studio.vendor.asked.size() == 2);
}

TEST_CASE("pipeline::make_replicate_image asks again for a link that expired, once") {
  Studio studio("replicate", make_replicate_image());
  studio.till.earlier.job = "p1";
  const auto done = [&](const char* path) {
    return json::value{{"id", "p1"}, {"status", "succeeded"}, {"output", studio.vendor.url(path)}};
  };
  studio.vendor.reply(done("/old"));
  studio.vendor.reply({.status = 403, .body = "expired"});
  studio.vendor.reply(done("/new"));
  studio.vendor.reply_bytes(png(), "image/png");
  CHECK(studio.draw().bytes == png());
  CHECK(studio.vendor.asked.back().path == "/new");

  studio.vendor.forget();
  studio.till.story.clear();
  studio.vendor.reply(done("/old"));
  studio.vendor.reply({.status = 403, .body = "expired"});
  studio.vendor.reply(done("/old"));
  studio.vendor.reply({.status = 403, .body = "expired"});
  CHECK(studio.error());
  CHECK(studio.till.story == "open doubtful");
}

TEST_CASE("pipeline::make_replicate_image tells its errors apart") {
  Studio studio("replicate", make_replicate_image());
  const auto failed = [](const char* error) {
    return json::value{{"id", "p"}, {"status", "failed"}, {"error", error}};
  };
  check(studio,
        {{{{"title", "Insufficient credit"}, {"detail", "Buy some"}},
          402,
          Class::later,
          "open unpaid",
          "Buy some"},
         {{{"title", "Input validation failed"}, {"detail", "prompt is required"}},
          422,
          Class::refused,
          "open unpaid",
          "prompt is required"},
         {failed("NSFW content detected."), 201, Class::refused, "open submitted:p paid", "NSFW"},
         {failed("CUDA out of memory"), 201, Class::again, "open submitted:p paid", "CUDA"}});
}

TEST_CASE("pipeline::make_remote_image downloads from nowhere but public addresses") {
  Studio studio("replicate", make_replicate_image());
  Fetcher strict(studio.vendor.loop(), std::vector<std::string>{});
  auto image = make_remote_image({.service = {studio.vendor.http(),
                                              facts("replicate", "picture"),
                                              {.base_url = studio.vendor.url()}},
                                  .dialect = make_replicate_image(),
                                  .fetcher = &strict,
                                  .price = {}});
  studio.vendor.reply({{"id", "p"}, {"status", "succeeded"}, {"output", studio.vendor.url("/o")}});
  const auto error = studio.vendor.error(image->draw(Studio::request(0), studio.till));
  REQUIRE(error);
  CHECK(error->kind == Class::refused);
  CHECK(std::string_view(error->what()).contains("no public address"));
  CHECK(studio.vendor.asked.size() == 1);
}

TEST_CASE("pipeline::make_remote_image refuses what is no picture, and prompts that are too long") {
  Studio studio("leonardo", make_leonardo_image());
  studio.till.earlier.job = "j";
  const json::array images{{{"url", studio.vendor.url("/a.jpg")}}};
  studio.vendor.reply(
      {{"generations_by_pk", {{"status", "COMPLETE"}, {"generated_images", images}}}});
  studio.vendor.reply_bytes("%PDF-1.7 something", "image/png");
  CHECK(studio.error()->kind == Class::again);
  CHECK(studio.till.story == "open doubtful");

  studio.till.story.clear();
  auto request = Studio::request(0);
  request.prompt = std::string(1501, 'x');
  const auto error = studio.vendor.error(studio.image->draw(request, studio.till));
  REQUIRE(error);
  CHECK(error->kind == Class::refused);
  CHECK(studio.till.story.empty());
}

}  // namespace storyreel::pipeline
