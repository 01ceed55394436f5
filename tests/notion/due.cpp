#include "notion/due.hpp"

#include <doctest/doctest.h>

using namespace storyreel;
using namespace storyreel::notion;
using cache::VideoStatus;
using std::chrono::minutes;

namespace {

const Time kNow{std::chrono::hours(1000)};

cache::Page page(const std::string& id, Time seen_at, bool in_trash = false) {
  cache::Page page;
  page.page_id = id;
  page.seen_at = seen_at;
  page.in_trash = in_trash;
  return page;
}

std::vector<cache::Page> pages(int count) {
  std::vector<cache::Page> all;
  for (int i = 0; i < count; ++i) all.push_back(page(std::to_string(1000 + i), kNow - minutes(9)));
  return all;
}

}  // namespace

TEST_CASE("notion::at_work is what is being made, and what was edited lately") {
  using enum VideoStatus;
  const auto long_ago = kNow - minutes(11);
  for (const auto status : {ingesting, scripting, generating, rendering}) {
    CHECK(at_work(status, long_ago, kNow));
  }
  for (const auto status : {fresh, awaiting_approval, complete, paused, failed}) {
    CHECK_FALSE(at_work(status, long_ago, kNow));
    CHECK(at_work(status, kNow - minutes(9), kNow));
  }
}

TEST_CASE("notion::most_polls leaves half of the budget") {
  CHECK(most_polls(180, seconds(10)) == 15);
  CHECK(most_polls(600, seconds(10)) == 50);
  CHECK(most_polls(180, milliseconds(100)) == 4);
  CHECK(most_polls(0, seconds(10)) >= 50);
}

TEST_CASE("notion::sweep_interval reads everything within the hour, by a quarter of the budget") {
  const auto requests_per_minute = [](std::size_t videos, int budget) {
    return 3.0 * 60'000 / static_cast<double>(sweep_interval(videos, budget).count());
  };
  CHECK(sweep_period(60, 180) <= minutes(60));
  CHECK(sweep_interval(1, 180) == minutes(10));
  for (const std::size_t videos : {1UZ, 10UZ, 100UZ, 1000UZ, 100000UZ}) {
    CAPTURE(videos);
    CHECK(requests_per_minute(videos, 180) <= 45);
    CHECK(requests_per_minute(videos, 600) <= 150);
  }
  CHECK(sweep_period(1'000, 180) == milliseconds(4'000'000));
  CHECK(sweep_period(1'000, 0) <= minutes(61));
}

TEST_CASE("notion::sweep_pause takes longer for what has more rows") {
  CHECK(sweep_pause(60, 180) == seconds(4));
  CHECK(sweep_pause(3'000, 180) == seconds(44));
}

TEST_CASE("notion::needs_body reads what is unread or may change within its minute") {
  auto one = page("a", kNow - minutes(5));
  // By Notion's clock, which may be far from ours.
  one.last_edited_time = kNow + minutes(55);
  CHECK(needs_body(one, nullptr, "bot", kNow, kNow));
  one.body_hash = "known";
  CHECK_FALSE(needs_body(one, nullptr, "bot", kNow, kNow));
  one.seen_at = kNow - minutes(1);
  CHECK(needs_body(one, nullptr, "bot", kNow, kNow));
  cache::Video approved;
  approved.approved = true;
  approved.body = "script";
  one.last_edited_by = "bot";
  CHECK_FALSE(needs_body(one, &approved, "bot", kNow - seconds(10), kNow));
  CHECK(needs_body(one, &approved, "bot", kNow - seconds(20), kNow));
  one.last_edited_by = "person";
  CHECK(needs_body(one, &approved, "bot", kNow, kNow));
  one.in_trash = true;
  CHECK_FALSE(needs_body(one, &approved, "bot", kNow, kNow));
}

TEST_CASE("notion::sweep_due scans large bases now and then") {
  CHECK(sweep_due(500, std::nullopt, kNow));
  CHECK_FALSE(sweep_due(500, kNow - seconds(50), kNow));
  CHECK(sweep_due(500, kNow - seconds(60), kNow));
  CHECK_FALSE(sweep_due(3000, kNow - seconds(200), kNow));
}

TEST_CASE("notion::absence asks for what is missing") {
  auto known = pages(12);
  const std::vector<std::string> shown{"1000", "1001", "1002", "1003", "1004", "1005",
                                       "1006", "1007", "1008", "1009", "1010"};
  CHECK(absence(known, shown, kNow, minutes(1)).ask == std::vector<std::string>{"1011"});
  known[11].in_trash = true;
  CHECK(absence(known, shown, kNow, minutes(1)).ask.empty());
}

TEST_CASE("notion::absence halts when more than half and at least ten vanish") {
  const auto halts = [](int count, int left) {
    std::vector<std::string> shown;
    for (int i = 0; i < left; ++i) shown.push_back(std::to_string(1000 + i));
    return absence(pages(count), shown, kNow, minutes(1)).halt;
  };
  CHECK(halts(20, 9));
  CHECK_FALSE(halts(20, 10));
  CHECK_FALSE(halts(9, 0));
  CHECK(halts(10, 0));
}

TEST_CASE("notion::absence waits for Notion's index, but for a few") {
  std::vector<cache::Page> young;
  for (int i = 0; i < 8; ++i) young.push_back(page(std::to_string(i), kNow - seconds(5)));
  CHECK(absence(young, {}, kNow, minutes(1)).ask.size() == 3);
}
