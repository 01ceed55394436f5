#include "notion/workspace/api.hpp"

#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {

TEST_CASE("workspace::answer_api refuses wrong tokens, versions and addresses") {
  Bench bench;
  CHECK(text_at(bench.ok("GET", "/v1/users/me"), "/type") == "bot");
  CHECK(text_at(bench.ok("GET", "/v1/users/me"), "/bot/workspace_name") == "Local workspace");
  CHECK(bench.fail("GET", "/v1/nothing") == "400 invalid_request_url: Invalid request URL.");
  CHECK(bench.fail("GET", "/v1/pages/42") ==
        "400 validation_error: path failed validation: path.page_id should be a valid uuid, "
        "instead was `\"42\"`.");
  bench.version = "2022-06-28";
  CHECK(bench.fail("GET", "/v1/users/me").starts_with("400 validation_error: Notion-Version"));
  bench.version = "";
  CHECK(bench.fail("GET", "/v1/users/me").starts_with("400 missing_version: "));
  bench.user = nullptr;
  CHECK(bench.fail("GET", "/v1/users/me") == "401 unauthorized: API token is invalid.");
}

TEST_CASE("workspace::answer_api tells errors as Notion does") {
  Bench bench;
  const auto answer = bench.send("POST", "/v1/search", "{");
  CHECK(answer.status == 400);
  CHECK(text_at(answer.body, "/object") == "error");
  CHECK(text_at(answer.body, "/status") == "400");
  CHECK(text_at(answer.body, "/code") == "invalid_json");
  CHECK(text_at(answer.body, "/request_id").size() == 36);
  CHECK(bench.fail("POST", "/v1/search", R"({"foo": 1})") ==
        "400 validation_error: body failed validation: body.foo should be not present, "
        "instead was `1`.");
  CHECK(bench.fail("POST", "/v1/search", R"({"page_size": 101})") ==
        "400 validation_error: body failed validation: body.page_size should be ≤ `100`, "
        "instead was `101`.");
  CHECK(bench.fail("POST", "/v1/search", "{\"query\": \"\xff\"}").starts_with("400 invalid_json"));
  const std::string deep(200, '[');
  CHECK(bench.fail("POST", "/v1/search", deep).starts_with("400 invalid_json"));
  const std::string long_body = R"({"query": ")" + std::string(520'000, 'x') + "\"}";
  CHECK(bench.fail("POST", "/v1/search", long_body).starts_with("400 validation_error"));
  CHECK(bench.fail("GET", "/v1/pages/00000000000000000000000000000000")
            .starts_with("404 object_not_found: Could not find page with ID: "
                         "00000000-0000-0000-0000-000000000000."));
}

TEST_CASE("workspace::answer_api limits requests per connection and minute") {
  Bench bench;
  bench.rate = RateLimit(2);
  bench.ok("GET", "/v1/users/me");
  bench.time += seconds(20);
  bench.ok("GET", "/v1/users/me");
  const auto refused = bench.send("GET", "/v1/users/me");
  CHECK(refused.status == 429);
  CHECK(text_at(refused.body, "/additional_data/rate_limit_reason") ==
        "public_api_request_rate_limit");
  REQUIRE(refused.headers.size() == 1);
  CHECK(refused.headers[0] == std::pair<std::string, std::string>("Retry-After", "40"));
  bench.user = &bench.person;
  bench.ok("GET", "/v1/users/me");
  bench.user = &bench.bot;
  bench.time += seconds(40);
  bench.ok("GET", "/v1/users/me");
}

TEST_CASE("workspace::answer_api shows each version its shapes") {
  Bench bench;
  const auto page = "/v1/pages/" + bench.studio;
  CHECK(bench.ok("GET", page).contains("archived") == false);
  CHECK(bench.fail("PATCH", page, R"({"archived": true})").contains("body.archived should be not"));
  bench.version = "2025-09-03";
  CHECK(text_at(bench.ok("PATCH", page, R"({"archived": true})"), "/archived") == "true");
  CHECK(text_at(bench.ok("GET", page), "/in_trash") == "true");
}

}  // namespace storyreel::workspace
