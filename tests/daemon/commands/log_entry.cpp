#include "daemon/commands/log_entry.hpp"

#include <doctest/doctest.h>

#include "daemon/commands/time_left.hpp"
#include "tests/cache/fixture.hpp"

namespace storyreel::commands {

TEST_CASE("daemon::read_entry reads what was logged, and nothing else") {
  const Event event{Level::warning, "The Raven", "sentence 3/24", "picture made",
                    milliseconds(812)};
  const auto time = *from_iso("2026-11-21T08:30:12.345Z");
  const auto entry = read_entry(format_json(event, time));
  REQUIRE(entry);
  CHECK(entry->time == time);
  CHECK(format_event(entry->event, entry->time) == format_event(event, time));
  CHECK(entry->event.level == Level::warning);
  for (const char* bad : {"", "{}", "[]", "{\"time\": 3}", "2026-11-21 08:30:12  info", "\xff"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_entry(bad));
  }
}

TEST_CASE("daemon::LogFilter::shows by video, level and time") {
  const LogEntry entry{.time = cache::at(5000),
                       .event = {.level = Level::warning, .video = "The Raven", .what = "x"}};
  CHECK(LogFilter{}.shows(entry));
  CHECK(LogFilter{.video = "raven"}.shows(entry));
  CHECK_FALSE(LogFilter{.video = "crow"}.shows(entry));
  CHECK(LogFilter{.least = Level::warning}.shows(entry));
  CHECK_FALSE(LogFilter{.least = Level::error}.shows(entry));
  CHECK(LogFilter{.since = cache::at(5000)}.shows(entry));
  CHECK_FALSE(LogFilter{.since = cache::at(5001)}.shows(entry));
}

TEST_CASE("daemon::read_since takes an age or a time") {
  const auto noon = *from_iso("2026-11-21T12:00:00Z");
  CHECK(read_since("90m", noon) == *from_iso("2026-11-21T10:30:00Z"));
  CHECK(read_since("2d", noon) == *from_iso("2026-11-19T12:00:00Z"));
  CHECK(read_since("2026-11-20", noon) == *from_iso("2026-11-20T00:00:00Z"));
  CHECK_FALSE(read_since("yesterday", noon));
  CHECK_FALSE(read_since("d", noon));
}

TEST_CASE("daemon::time_left adds what is left of each stage") {
  const UsualTimes usual{{"picture", milliseconds(1000)}, {"film", milliseconds(4000)}};
  CHECK(time_left({{"pictures", 1, 4}, {"film", 0, 1}}, usual) == milliseconds(7000));
  CHECK_FALSE(time_left({{"pictures", 4, 4}}, usual));
  CHECK_FALSE(time_left({{"voices", 0, 4}}, usual));
}

TEST_CASE("daemon::usual_times is the mean of each kind") {
  cache::Memory memory;
  for (const int took : {1000, 3000}) {
    cache::Artifact artifact;
    artifact.key = std::to_string(took);
    artifact.kind = "picture";
    artifact.took = milliseconds(took);
    cache::artifacts::save(memory.database, artifact);
  }
  CHECK(usual_times(memory.database) == UsualTimes{{"picture", milliseconds(2000)}});
}

}  // namespace storyreel::commands
