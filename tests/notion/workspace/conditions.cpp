#include "notion/workspace/conditions.hpp"

#include <array>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {
namespace {

const Time kNow = *from_iso("2026-11-21T08:30:00Z");  // a Saturday

constexpr std::string_view kMe = "5a0a0b5e-2d1c-4d33-8d4a-0f2f7f4a9d10";

/// How these tests count names: by their first letter.
std::uint32_t key_of(std::string_view name) {
  return static_cast<std::uint32_t>(name.front());
}

/// Whether `value` meets the condition `name` with that argument (JSON text).
bool holds(Family family, const Value& value, std::string_view name, std::string_view argument) {
  const auto* condition = find_condition(family, name);
  REQUIRE(condition != nullptr);
  auto read = condition->read(json::parse(argument), name, {kMe, kNow}, "body.filter.x");
  for (const auto& each : read.names) read.keys.push_back(key_of(each));
  return condition->holds(value, read);
}

Value text(std::string_view folded) {
  return {.empty = folded.empty(), .text = folded};
}
Value date(std::string_view when) {
  return {.empty = false, .number = number_of(*from_iso(when))};
}
Value keys(std::span<const std::uint32_t> all) {
  return {.empty = all.empty(), .keys = all};
}

}  // namespace

TEST_CASE("workspace::find_condition text") {
  CHECK(holds(Family::text, text("hello"), "equals", "\"hello\""));
  CHECK(holds(Family::text, text(""), "does_not_equal", "\"x\""));
  CHECK(holds(Family::text, text("hello"), "ends_with", "\"LO\""));
  CHECK(holds(Family::text, text("hello"), "does_not_contain", "\"z\""));
  CHECK_FALSE(holds(Family::text, text("hello"), "does_not_contain", "\"ell\""));
  CHECK(holds(Family::text, text(""), "is_empty", "true"));
  CHECK(holds(Family::text, text("x"), "is_not_empty", "true"));
}

TEST_CASE("workspace::find_condition compares texts whatever their case, in all languages") {
  CHECK(holds(Family::text, text(fold("Żółw i ŚLIMAK")), "contains", "\"ślimak\""));
  CHECK(holds(Family::text, text(fold("straße")), "equals", "\"STRASSE\""));
  CHECK(holds(Family::text, text(fold("ΟΔΟΣ")), "equals", "\"οδοσ\""));
  CHECK_FALSE(holds(Family::text, text(fold("ärger")), "equals", "\"arger\""));
}

TEST_CASE("workspace::find_condition searches long texts in linear time") {
  const std::string pattern(1000, 'a');
  std::string content;
  for (int i = 0; i < 2000; ++i) content += pattern.substr(0, 999) + "b";
  CHECK_FALSE(holds(Family::text, text(content), "contains", "\"" + pattern + "\""));
}

TEST_CASE("workspace::find_condition number and checkbox") {
  const Value three{.empty = false, .number = 3};
  const Value none;
  CHECK(holds(Family::number, three, "equals", "3"));
  CHECK(holds(Family::number, three, "greater_than_or_equal_to", "3"));
  CHECK(holds(Family::number, three, "less_than_or_equal_to", "3"));
  CHECK_FALSE(holds(Family::number, three, "less_than", "3"));
  CHECK_FALSE(holds(Family::number, none, "equals", "0"));
  CHECK(holds(Family::number, none, "does_not_equal", "0"));
  CHECK(holds(Family::number, none, "is_empty", "true"));
  const Value ticked{.empty = false, .number = 1};
  CHECK(holds(Family::checkbox, ticked, "equals", "true"));
  CHECK(holds(Family::checkbox, ticked, "does_not_equal", "false"));
  CHECK(find_condition(Family::checkbox, "is_empty") == nullptr);
}

TEST_CASE("workspace::find_condition options, people and pages") {
  const std::array ab{key_of("a"), key_of("b")};
  const std::array me{key_of(kMe)};
  CHECK(holds(Family::option, keys({ab.data(), 1}), "equals", "[\"b\", \"c\"]") == false);
  CHECK(holds(Family::option, keys({ab.data(), 1}), "equals", "[\"a\", \"c\"]"));
  CHECK(holds(Family::option, keys({}), "does_not_equal", "\"a\""));
  CHECK(holds(Family::options, keys(ab), "contains", "\"b\""));
  CHECK(holds(Family::options, keys({}), "does_not_contain", "\"b\""));
  CHECK(holds(Family::people, keys(me), "contains", "\"me\""));
  CHECK(holds(Family::people, keys(ab), "does_not_contain", "\"me\""));
  CHECK(holds(Family::people, keys(me), "contains", "\"5a0a0b5e2d1c4d338d4a0f2f7f4a9d10\""));
  CHECK(holds(Family::relation, keys({}), "is_empty", "true"));
  CHECK(find_condition(Family::options, "equals") == nullptr);
  CHECK(find_condition(Family::files, "contains") == nullptr);
}

TEST_CASE("workspace::find_condition date compares days as days and moments as moments") {
  const auto noon = date("2026-11-21T12:00:00Z");
  CHECK(holds(Family::date, noon, "equals", "\"2026-11-21\""));
  CHECK_FALSE(holds(Family::date, noon, "after", "\"2026-11-21\""));
  CHECK(holds(Family::date, noon, "on_or_before", "\"2026-11-21\""));
  CHECK(holds(Family::date, noon, "after", "\"2026-11-21T11:59:59.999Z\""));
  CHECK_FALSE(holds(Family::date, noon, "after", "\"2026-11-21T12:00:00.000Z\""));
  CHECK(holds(Family::date, noon, "on_or_after", "\"2026-11-21T12:00:00.000Z\""));
  CHECK(holds(Family::date, noon, "equals", "\"2026-11-21T14:00:00+02:00\""));
  CHECK_FALSE(holds(Family::date, noon, "equals", "\"2026-11-21T12:00:00.001Z\""));
  CHECK_FALSE(holds(Family::date, {}, "before", "\"2030-01-01\""));
}

TEST_CASE("workspace::find_condition date counts from today") {
  struct Case {
    const char* name;
    const char* first;
    const char* last;
  };
  for (const auto& [name, first, last] : {
           Case{"\"today\"", "2026-11-21", "2026-11-21"},
           Case{"\"tomorrow\"", "2026-11-22", "2026-11-22"},
           Case{"\"yesterday\"", "2026-11-20", "2026-11-20"},
           Case{"\"one_week_ago\"", "2026-11-14", "2026-11-14"},
           Case{"\"one_week_from_now\"", "2026-11-28", "2026-11-28"},
           Case{"\"one_month_ago\"", "2026-10-21", "2026-10-21"},
           Case{"\"one_month_from_now\"", "2026-12-21", "2026-12-21"},
           Case{"this_week", "2026-11-15", "2026-11-21"},
           Case{"past_week", "2026-11-14", "2026-11-21"},
           Case{"past_month", "2026-10-21", "2026-11-21"},
           Case{"past_year", "2025-11-21", "2026-11-21"},
           Case{"next_week", "2026-11-21", "2026-11-28"},
           Case{"next_month", "2026-11-21", "2026-12-21"},
           Case{"next_year", "2026-11-21", "2027-11-21"},
       }) {
    CAPTURE(name);
    const bool relative = name[0] == '"';
    const auto within = [&](Time day) {
      const Value value{.empty = false, .number = number_of(day)};
      return relative ? holds(Family::date, value, "equals", name)
                      : holds(Family::date, value, name, "{}");
    };
    CHECK(within(*from_iso(first)));
    CHECK(within(*from_iso(last)));
    CHECK_FALSE(within(*from_iso(first) - milliseconds(1)));
    CHECK_FALSE(within(*from_iso(last) + std::chrono::days(1)));
  }
}

TEST_CASE("workspace::find_condition reads arguments strictly") {
  CHECK_THROWS_AS(holds(Family::date, {}, "before", "\"soon\""), ApiError);
  CHECK_THROWS_AS(holds(Family::number, {}, "equals", "\"3\""), ApiError);
  CHECK_THROWS_AS(holds(Family::text, {}, "is_empty", "false"), ApiError);
  CHECK_THROWS_AS(holds(Family::date, {}, "past_week", "{\"a\": 1}"), ApiError);
  CHECK_THROWS_AS(holds(Family::people, {}, "contains", "\"you\""), ApiError);
}

}  // namespace storyreel::workspace
