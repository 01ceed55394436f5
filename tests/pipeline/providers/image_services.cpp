#include <doctest/doctest.h>

#include "tests/pipeline/providers/easel.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
using Class = ProviderError::Class;

}  // namespace

TEST_CASE("pipeline::make_gemini_image asks as generateContent says") {
  Easel studio("gemini", make_gemini_image());
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
  Easel studio("gemini", make_gemini_image());
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
  Easel studio("leonardo", make_leonardo_image());
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
  Easel studio("leonardo", make_leonardo_image());
  const auto said = [](const char* error, const char* code = "unexpected") {
    return json::value{{"error", error}, {"path", "$"}, {"code", code}};
  };
  const auto* credit = "There is no credit left";
  const auto* key = "Look at the key";
  check(studio,
        {{said("not enough api tokens"), 400, Class::later, "open unpaid", credit},
         // As it comes, with who lacks them.
         {said("not enough api tokens userId: 7"), 400, Class::later, "open unpaid", credit},
         {said("content moderation filter: blood"), 400, Class::refused, "open unpaid", "blood"},
         {said("inappropriate content"), 403, Class::refused, "open unpaid", "safety system"},
         {said("Invalid response from authorization hook"), 500, Class::later, "open unpaid", key},
         {said("Authentication hook unauthorized this request", "access-denied"), 401, Class::later,
          "open unpaid", key},
         {said("Invalid token"), 401, Class::later, "open unpaid", key},
         {said("Too many requests"), 429, Class::again, "open unpaid", "Too many requests"},
         {said("internal error"), 500, Class::again, "open unpaid", "internal error"},
         {said("invalid width"), 400, Class::refused, "open unpaid", "invalid width"},
         {{{"nothing", 1}}, 200, Class::again, "open doubtful", "did not send a picture"},
         {{{"sdGenerationJob", {{"generationId", "../x"}}}},
          200,
          Class::again,
          "open doubtful",
          "no plain id"}});
}

TEST_CASE("pipeline::make_leonardo_image tells a failed job, and one that nobody knows any more") {
  Easel studio("leonardo", make_leonardo_image());
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
  Easel studio("replicate", make_replicate_image());
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
  Easel studio("replicate", make_replicate_image());
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
  Easel studio("replicate", make_replicate_image());
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
  Easel studio("replicate", make_replicate_image());
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

}  // namespace storyreel::pipeline
