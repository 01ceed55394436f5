#include "daemon/control.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/cache/fixture.hpp"
#include "tests/support/loop.hpp"

namespace storyreel {
namespace {

constexpr auto kRavenPage = "11111111-2222-4333-8444-555555555555";
constexpr auto kRowPage = "11111111-2222-4333-8444-666666666666";

/// Two videos, one with two sentences of which the second has failed.
void fill(cache::Database& database) {
  auto raven = cache::plain_video("v1");
  raven.title = "The Raven";
  raven.page_id = kRavenPage;
  cache::videos::save(database, raven);
  auto tale = cache::plain_video("v2");
  tale.title = "A tale of the raven";
  cache::videos::save(database, tale);
  auto first = cache::plain_item("i1", "v1", 1);
  first.text = "Once.";
  cache::items::save(database, first);
  auto second = cache::plain_item("i2", "v1", 2);
  second.text = "Nevermore.";
  second.page_id = kRowPage;
  second.error = "refused";
  cache::items::save(database, second);
  cache::jobs::save(database, {"i2", "illustrate", "k", 3, "refused", {}, "", {}});
}

struct Record : cache::Memory {
  Record() { fill(database); }
  std::string obeys(OrderKind kind, const std::string& target) {
    return obey(database, {.kind = kind, .target = target}).said;
  }
  bool has_job(const std::string& stage) {
    const auto jobs = cache::jobs::of_video(database, "v1");
    return std::ranges::find(jobs, stage, &cache::Job::stage) != jobs.end();
  }
};

}  // namespace

TEST_CASE("daemon::obey finds its target by title, id or page, and says what it lacks") {
  Record record;
  CHECK_THROWS_AS(record.obeys(OrderKind::pause, "raven"), UsageError);
  CHECK_THROWS_AS(record.obeys(OrderKind::pause, "nobody"), UsageError);
  CHECK_THROWS_AS(record.obeys(OrderKind::retry, "v1#3"), UsageError);
  CHECK_THROWS_AS(record.obeys(OrderKind::pause, "v1#2"), UsageError);
  CHECK(record.obeys(OrderKind::pause, "v1") == "\"The Raven\" is paused");
  CHECK(cache::videos::find(record.database, "v1")->paused);
  CHECK(record.obeys(OrderKind::resume, kRavenPage) == "\"The Raven\" goes on");
  CHECK_FALSE(cache::videos::find(record.database, "v1")->paused);
}

TEST_CASE("daemon::obey takes a title that ends in a number for a title") {
  Record record;
  for (const auto* title : {"Track #2", "Track #22", "Episode"}) {
    auto video = cache::plain_video(title);
    video.title = title;
    cache::videos::save(record.database, video);
  }
  CHECK(record.obeys(OrderKind::pause, "track #2") == "\"Track #2\" is paused");
  CHECK(record.obeys(OrderKind::retry, "Track #2") == "\"Track #2\" is tried again");
  // Where no title has it, it is a sentence's.
  CHECK(record.obeys(OrderKind::retry, "The Raven#2") ==
        "sentence 2 of \"The Raven\" is tried again");
  CHECK_THROWS_WITH_AS(record.obeys(OrderKind::pause, "Episode#3"),
                       doctest::Contains("\"Episode\" has no sentence 3"), UsageError);
}

TEST_CASE("daemon::obey tries a sentence again by its number or its page") {
  for (const std::string target : {"v1#2", kRowPage}) {
    Record record;
    CAPTURE(target);
    REQUIRE(record.has_job("illustrate"));
    const auto before = cache::revision(record.database, "v1");
    CHECK(record.obeys(OrderKind::retry, target) == "sentence 2 of \"The Raven\" is tried again");
    CHECK_FALSE(record.has_job("illustrate"));
    CHECK(cache::revision(record.database, "v1") > before);
  }
}

TEST_CASE("daemon::obey lets halted videos go on, and no others") {
  Record record;
  CHECK(record.obeys(OrderKind::undo_halt, "") == "no video stands still");
  cache::jobs::save(record.database, {"v1", "halt", "", 0, "many rows vanished", {}, "", {}});
  CHECK(record.obeys(OrderKind::undo_halt, "") == "\"The Raven\": goes on without what vanished");
  CHECK_FALSE(record.has_job("halt"));
}

TEST_CASE("daemon::obey pauses all making until it is resumed") {
  Record record;
  CHECK_FALSE(all_paused(record.database));
  record.obeys(OrderKind::pause, "");
  CHECK(all_paused(record.database));
  record.obeys(OrderKind::resume, "");
  CHECK_FALSE(all_paused(record.database));
}

TEST_CASE("daemon::Control::answer takes orders as lines of JSON, and nothing else") {
  const TemporaryFolder folder;
  boost::asio::io_context loop;
  cache::Cache cache(loop.get_executor(), folder.path() / "storyreel.db");
  test::run(loop, cache.write(&fill));
  StatusLog log(folder.path() / "status.log", false);
  int woken = 0;
  Control control(cache, log,
                  {.live = [] { return Live{.ready = true, .troubles = {{"reading", "no way"}}}; },
                   .obeyed = [&](const Order&, const Obeyed&) { ++woken; }});
  const auto ask = [&](const std::string& line) {
    return boost::json::parse(test::run(loop, control.answer(line, {.user = 4})));
  };
  CHECK(ask(R"({"order": "pause", "target": "v1"})").at("ok").as_bool());
  CHECK(woken == 1);
  CHECK(read_file(folder.path() / "status.log", 1 << 16).find("user 4 in a shell, pause") !=
        std::string::npos);
  const auto status = ask(R"({"order": "status"})").at("status").as_object();
  const auto live = live_from_json(status);
  CHECK(live.ready);
  CHECK(live.troubles.at("reading") == "no way");
  for (const char* bad : {"", "{", "[]", "{}", R"({"order": 3})", R"({"order": "dance"})",
                          R"({"order": "retry", "target": "nobody"})", "\xff\xfe"}) {
    CAPTURE(bad);
    CHECK_FALSE(ask(bad).at("ok").as_bool());
  }
  CHECK(woken == 1);
}

}  // namespace storyreel
