#include "notion/workspace/conditions.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {
namespace {

const Time kNow = *from_iso("2026-11-21T08:30:00Z");  // a Saturday

/// Whether `value` meets the condition `name` with that argument (JSON text).
bool holds(Family family, const Value& value, std::string_view name, std::string_view argument) {
  const auto* condition = find_condition(family, name);
  REQUIRE(condition != nullptr);
  return condition->holds(value,
                          condition->read(json::parse(argument), name, kNow, "body.filter.x"));
}

Value text(std::string_view content) {
  return {.empty = content.empty(), .text = fold(content)};
}
Value date(std::string_view when) {
  return {.empty = false, .time = *from_iso(when)};
}
Value names(std::vector<std::string> all) {
  return {.empty = all.empty(), .names = all};
}

}  // namespace

TEST_CASE("workspace::find_condition text") {
  CHECK(holds(Family::text, text("Hello"), "equals", "\"hello\""));
  CHECK(holds(Family::text, text(""), "does_not_equal", "\"x\""));
  CHECK(holds(Family::text, text("Hello"), "ends_with", "\"LO\""));
  CHECK(holds(Family::text, text("Hello"), "does_not_contain", "\"z\""));
  CHECK_FALSE(holds(Family::text, text("Hello"), "does_not_contain", "\"ell\""));
  CHECK(holds(Family::text, text(""), "is_empty", "true"));
  CHECK(holds(Family::text, text("x"), "is_not_empty", "true"));
}

TEST_CASE("workspace::find_condition number and checkbox") {
  const Value three{.empty = false, .number = 3};
  const Value none;
  CHECK(holds(Family::number, three, "greater_than_or_equal_to", "3"));
  CHECK(holds(Family::number, three, "less_than_or_equal_to", "3"));
  CHECK_FALSE(holds(Family::number, three, "less_than", "3"));
  CHECK_FALSE(holds(Family::number, none, "equals", "0"));
  CHECK(holds(Family::number, none, "is_empty", "true"));
  CHECK(holds(Family::checkbox, {.empty = false, .flag = true}, "does_not_equal", "false"));
  CHECK(find_condition(Family::checkbox, "is_empty") == nullptr);
}

TEST_CASE("workspace::find_condition options and people") {
  CHECK(holds(Family::options, names({"a", "b"}), "contains", "\"b\""));
  CHECK(holds(Family::options, names({}), "does_not_contain", "\"b\""));
  CHECK(holds(Family::list, names({}), "is_empty", "true"));
  CHECK(find_condition(Family::options, "equals") == nullptr);
}

TEST_CASE("workspace::find_condition date compares days as days and moments as moments") {
  const auto noon = date("2026-11-21T12:00:00Z");
  CHECK(holds(Family::date, noon, "equals", "\"2026-11-21\""));
  CHECK_FALSE(holds(Family::date, noon, "after", "\"2026-11-21\""));
  CHECK(holds(Family::date, noon, "on_or_before", "\"2026-11-21\""));
  CHECK(holds(Family::date, noon, "after", "\"2026-11-21T11:59:59.999Z\""));
  CHECK_FALSE(holds(Family::date, noon, "after", "\"2026-11-21T12:00:00.000Z\""));
  CHECK(holds(Family::date, noon, "on_or_after", "\"2026-11-21T12:00:00.000Z\""));
  CHECK(holds(Family::date, noon, "before", "\"tomorrow\""));
  CHECK(holds(Family::date, noon, "this_week", "{}"));
  CHECK_FALSE(holds(Family::date, date("2026-11-22"), "this_week", "{}"));
  CHECK(holds(Family::date, date("2026-11-25"), "next_week", "{}"));
  CHECK(holds(Family::date, date("2026-01-01"), "past_year", "{}"));
  CHECK_FALSE(holds(Family::date, {}, "before", "\"2030-01-01\""));
}

TEST_CASE("workspace::find_condition reads arguments strictly") {
  CHECK_THROWS_AS(holds(Family::date, {}, "before", "\"soon\""), ApiError);
  CHECK_THROWS_AS(holds(Family::number, {}, "equals", "\"3\""), ApiError);
  CHECK_THROWS_AS(holds(Family::text, {}, "is_empty", "false"), ApiError);
  CHECK_THROWS_AS(holds(Family::date, {}, "past_week", "{\"a\": 1}"), ApiError);
}

}  // namespace storyreel::workspace
