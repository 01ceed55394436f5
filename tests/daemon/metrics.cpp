#include "daemon/metrics.hpp"

#include <doctest/doctest.h>

#include "tests/cache/fixture.hpp"

namespace storyreel {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("daemon::endpoint is one name for all requests of a kind") {
  CHECK(endpoint("GET", "/v1/users/me") == "GET /v1/users/me");
  CHECK(endpoint("PATCH", "/v1/pages/0123abcd-0123-4123-8123-0123456789ab") ==
        "PATCH /v1/pages/{id}");
  CHECK(endpoint("POST", "/v1/data_sources/0123456789abcdef0123456789abcdef/query?x=1") ==
        "POST /v1/data_sources/{id}/query");
  CHECK(endpoint("GET", "") == "GET ");
}

TEST_CASE("daemon::outcome sorts what became of a request") {
  CHECK(outcome(0) == "lost");
  CHECK(outcome(200) == "ok");
  CHECK(outcome(404) == "refused");
  CHECK(outcome(429) == "limited");
  CHECK(outcome(529) == "limited");
  CHECK(outcome(503) == "failed");
}

TEST_CASE("daemon::Metrics tells what was counted") {
  Metrics metrics;
  metrics.sent({.method = "GET", .path = "/v1/users/me", .status = 200});
  metrics.sent({.method = "GET", .path = "/v1/users/me", .status = 429});
  metrics.made("illustrate", milliseconds(800));
  metrics.unpushed({{"v", 1}}, cache::at(0));
  metrics.unpushed({}, cache::at(4000));
  Tally tally{.videos = {{cache::VideoStatus::complete, 2}}, .artifacts = 7, .day = {.calls = 3}};
  tally.noticed = {milliseconds(20'000)};
  const auto text = metrics.text(tally, {.ready = true, .budget = {.limit = 180, .left = 100}});
  for (const char* line :
       {"storyreel_notion_requests_total{endpoint=\"GET /v1/users/me\",outcome=\"ok\"} 1",
        "storyreel_notion_requests_total{endpoint=\"GET /v1/users/me\",outcome=\"limited\"} 1",
        "storyreel_notion_budget_requests{kind=\"left\"} 100",
        "storyreel_videos{status=\"Complete\"} 2", "storyreel_videos{status=\"Failed\"} 0",
        "storyreel_studio{what=\"artifacts\"} 7", "storyreel_bought_in_24_hours{what=\"calls\"} 3",
        "storyreel_state{what=\"ready\"} 1",
        "storyreel_stage_seconds_count{stage=\"illustrate\"} 1",
        "storyreel_change_to_pushed_seconds_sum 4", "storyreel_edit_to_noticed_seconds_sum 20"}) {
    CAPTURE(line);
    CAPTURE(text);
    CHECK(has(text, line));
  }
}

TEST_CASE("daemon::tally counts the record") {
  cache::Memory memory;
  cache::facts::save(memory.database, "bot_id", "bot");
  cache::videos::save(memory.database, cache::plain_video("v"));
  auto item = cache::plain_item("i", "v");
  item.error = "refused";
  cache::items::save(memory.database, item);
  cache::jobs::save(memory.database, {"v", "halt", "", 0, "", {}, "", {}});
  cache::Base base;
  base.source_id = "s";
  cache::bases::save(memory.database, base);
  for (const std::string editor : {"person", "bot"}) {
    cache::Page page;
    page.page_id = editor;
    page.source_id = "s";
    page.last_edited_by = editor;
    page.last_edited_time = cache::at(60'000);
    page.seen_at = cache::at(95'000);
    cache::pages::save(memory.database, page);
  }
  const auto counted = tally(memory.database, cache::at(90'000));
  CHECK(counted.rows_with_errors == 1);
  CHECK(counted.halted == 1);
  CHECK(counted.unpushed == 1);
  CHECK(counted.noticed == std::vector{milliseconds(35'000)});
  CHECK(tally(memory.database, cache::at(95'000)).noticed.empty());
}

}  // namespace storyreel
