#include "notion/workspace/dates.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

namespace storyreel::workspace {
namespace {

std::string shown(std::string_view date, std::string_view key = "start") {
  return std::string(read_date(json::parse(date), "body.date").at(key).as_string());
}

std::string refusal(std::string_view date) {
  try {
    read_date(json::parse(date), "body.date");
  } catch (const ApiError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("workspace::read_date gives times back with their offset and milliseconds") {
  CHECK(shown(R"({"start": "2026-11-21"})") == "2026-11-21");
  CHECK(shown(R"({"start": "2026-11-21T10:00:00Z"})") == "2026-11-21T10:00:00.000+00:00");
  CHECK(shown(R"({"start": "2026-11-21T10:00"})") == "2026-11-21T10:00:00.000+00:00");
  CHECK(shown(R"({"start": "2026-11-21T10:00:00.5-04:30"})") == "2026-11-21T10:00:00.500-04:30");
  CHECK(shown(R"({"start": "2026-11-21", "end": "2026-11-22"})", "end") == "2026-11-22");
}

TEST_CASE("workspace::read_date turns a time zone into offsets, summer or winter") {
  const auto winter = R"({"start": "2026-01-15T09:00:00", "time_zone": "Europe/Berlin"})";
  CHECK(shown(winter) == "2026-01-15T09:00:00.000+01:00");
  CHECK(read_date(json::parse(winter), "body").at("time_zone").is_null());
  CHECK(shown(R"({"start": "2026-07-15T09:00:00", "time_zone": "America/New_York"})") ==
        "2026-07-15T09:00:00.000-04:00");
}

TEST_CASE("workspace::read_date refuses what Notion refuses") {
  CHECK(refusal(R"("2026-11-21")").contains("body.date should be an object"));
  CHECK(refusal(R"({"end": "2026-11-21"})").contains("body.date.start should be defined"));
  CHECK(refusal(R"({"start": "2026-02-30"})").contains("body.date.start should be a valid ISO"));
  CHECK(refusal(R"({"start": "2026-11-21", "end": "soon"})").contains("body.date.end"));
  CHECK(refusal(R"({"start": "2026-11-21T10:00:00", "time_zone": "Mars/Olympus"})")
            .contains("body.date.time_zone should be a time zone"));
  CHECK(refusal(R"({"start": "2026-11-21T10:00:00Z", "time_zone": "Europe/Berlin"})")
            .contains("without a UTC offset"));
  CHECK(refusal(R"({"start": "2026-11-21", "time_zone": "Europe/Berlin"})")
            .contains("a date with a time"));
}

}  // namespace storyreel::workspace
