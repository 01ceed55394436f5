#include "notion/workspace/conditions.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

using Path = std::string_view;

Argument read_text(const json::value& value, std::string_view, const Asker&, Path path) {
  return {.text = fold(as_string(value, path, limits::kText))};
}

Argument read_number(const json::value& value, std::string_view, const Asker&, Path path) {
  if (!value.is_number()) invalid_field(path, "a number", &value);
  return {.number = value.to_number<double>()};
}

Argument read_flag(const json::value& value, std::string_view, const Asker&, Path path) {
  return {.number = as_bool(value, path) ? 1.0 : 0.0};
}

Argument read_true(const json::value& value, std::string_view, const Asker&, Path path) {
  if (!as_bool(value, path)) invalid_field(path, "`true`", &value);
  return {};
}

Argument read_names(const json::value& value, std::string_view, const Asker&, Path path) {
  Argument argument;
  if (!value.is_array()) return {.names = {as_string(value, path, limits::kText)}};
  for (const auto& each : as_array(value, path, limits::kArray))
    argument.names.push_back(as_string(each, at(path, argument.names.size()), limits::kText));
  return argument;
}

Argument read_page(const json::value& value, std::string_view, const Asker&, Path path) {
  return {.names = {as_id(value, path)}};
}

Argument read_person(const json::value& value, std::string_view, const Asker& asker, Path path) {
  const bool me = value.is_string() && value.get_string() == "me";
  return {.names = {me ? std::string(asker.user) : as_id(value, path)}};
}

/// `date` moved by calendar months, to the last day of a shorter month.
sys_days by_months(sys_days date, int count) {
  const auto moved = year_month_day(date) + months(count);
  return moved.ok() ? sys_days(moved) : sys_days(moved.year() / moved.month() / std::chrono::last);
}

sys_days by_days(sys_days date, int count) {
  return date + days(count);
}

/// A step from today, in whole UTC days.
struct Step {
  std::string_view name;
  sys_days (*move)(sys_days, int);
  int count;
};

constexpr std::array kRelativeDays{Step{"today", by_days, 0},
                                   Step{"tomorrow", by_days, 1},
                                   Step{"yesterday", by_days, -1},
                                   Step{"one_week_ago", by_days, -7},
                                   Step{"one_week_from_now", by_days, 7},
                                   Step{"one_month_ago", by_months, -1},
                                   Step{"one_month_from_now", by_months, 1}};

Argument span(sys_days first, sys_days last) {
  return {.from = number_of(first), .to = number_of(last + days(1))};
}

/// A moment (one millisecond) or, without a time of day, a whole UTC day.
Argument read_date(const json::value& value, std::string_view, const Asker& asker, Path path) {
  const auto text = as_string(value, path, limits::kText);
  const auto today = std::chrono::floor<days>(asker.now);
  for (const auto& step : kRelativeDays)
    if (step.name == text) return span(step.move(today, step.count), step.move(today, step.count));
  const auto time = from_iso(text);
  if (!time) invalid_field(path, "a valid ISO 8601 date string", &value);
  if (!text.contains('T'))
    return span(sys_days(std::chrono::floor<days>(*time)),
                sys_days(std::chrono::floor<days>(*time)));
  return {.from = number_of(*time), .to = number_of(*time) + 1};
}

/// Days from today to that far, both included.
constexpr std::array kSpans{Step{"past_week", by_days, -7},    Step{"past_month", by_months, -1},
                            Step{"past_year", by_months, -12}, Step{"next_week", by_days, 7},
                            Step{"next_month", by_months, 1},  Step{"next_year", by_months, 12}};

Argument read_span(const json::value& value, std::string_view name, const Asker& asker, Path path) {
  check_fields(as_object(value, path), path, {});
  const auto today = std::chrono::floor<days>(asker.now);
  for (const auto& step : kSpans) {
    const auto other = step.move(today, step.count);
    if (step.name == name) return span(std::min(today, other), std::max(today, other));
  }
  const auto sunday = today - days(std::chrono::weekday(today).c_encoding());
  return span(sunday, sunday + days(6));
}

bool has_one(const Value& v, const Argument& a) {
  return std::ranges::any_of(v.keys,
                             [&](auto key) { return std::ranges::binary_search(a.keys, key); });
}

constexpr Condition when(Family family, std::string_view name, auto read, auto holds) {
  return {family, name, read, holds};
}

using V = const Value&;
using A = const Argument&;

constexpr auto kWithin = [](V v, A a) { return !v.empty && v.number >= a.from && v.number < a.to; };
constexpr auto kHasOne = [](V v, A a) { return has_one(v, a); };
constexpr auto kHasNone = [](V v, A a) { return !has_one(v, a); };

constexpr std::array kConditions{
    when(Family::text, "equals", read_text, [](V v, A a) { return v.text == a.text; }),
    when(Family::text, "does_not_equal", read_text, [](V v, A a) { return v.text != a.text; }),
    when(Family::text, "contains", read_text, [](V v, A a) { return contains(v.text, a.text); }),
    when(Family::text, "does_not_contain", read_text,
         [](V v, A a) { return !contains(v.text, a.text); }),
    when(Family::text, "starts_with", read_text,
         [](V v, A a) { return v.text.starts_with(a.text); }),
    when(Family::text, "ends_with", read_text, [](V v, A a) { return v.text.ends_with(a.text); }),
    when(Family::number, "equals", read_number,
         [](V v, A a) { return !v.empty && v.number == a.number; }),
    when(Family::number, "does_not_equal", read_number,
         [](V v, A a) { return v.empty || v.number != a.number; }),
    when(Family::number, "greater_than", read_number,
         [](V v, A a) { return !v.empty && v.number > a.number; }),
    when(Family::number, "less_than", read_number,
         [](V v, A a) { return !v.empty && v.number < a.number; }),
    when(Family::number, "greater_than_or_equal_to", read_number,
         [](V v, A a) { return !v.empty && v.number >= a.number; }),
    when(Family::number, "less_than_or_equal_to", read_number,
         [](V v, A a) { return !v.empty && v.number <= a.number; }),
    when(Family::checkbox, "equals", read_flag, [](V v, A a) { return v.number == a.number; }),
    when(Family::checkbox, "does_not_equal", read_flag,
         [](V v, A a) { return v.number != a.number; }),
    when(Family::option, "equals", read_names, kHasOne),
    when(Family::option, "does_not_equal", read_names, kHasNone),
    when(Family::options, "contains", read_names, kHasOne),
    when(Family::options, "does_not_contain", read_names, kHasNone),
    when(Family::people, "contains", read_person, kHasOne),
    when(Family::people, "does_not_contain", read_person, kHasNone),
    when(Family::relation, "contains", read_page, kHasOne),
    when(Family::relation, "does_not_contain", read_page, kHasNone),
    when(Family::date, "equals", read_date, kWithin),
    when(Family::date, "before", read_date, [](V v, A a) { return !v.empty && v.number < a.from; }),
    when(Family::date, "after", read_date, [](V v, A a) { return !v.empty && v.number >= a.to; }),
    when(Family::date, "on_or_before", read_date,
         [](V v, A a) { return !v.empty && v.number < a.to; }),
    when(Family::date, "on_or_after", read_date,
         [](V v, A a) { return !v.empty && v.number >= a.from; }),
    when(Family::date, "this_week", read_span, kWithin),
    when(Family::date, "past_week", read_span, kWithin),
    when(Family::date, "past_month", read_span, kWithin),
    when(Family::date, "past_year", read_span, kWithin),
    when(Family::date, "next_week", read_span, kWithin),
    when(Family::date, "next_month", read_span, kWithin),
    when(Family::date, "next_year", read_span, kWithin),
};

/// What every family but checkbox has.
constexpr std::array kExistence{
    when(Family::files, "is_empty", read_true, [](V v, A) { return v.empty; }),
    when(Family::files, "is_not_empty", read_true, [](V v, A) { return !v.empty; }),
};

}  // namespace

bool contains(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

const Condition* find_condition(Family family, std::string_view name) {
  for (const auto& condition : kConditions)
    if (condition.family == family && condition.name == name) return &condition;
  for (const auto& condition : kExistence)
    if (condition.name == name && family != Family::checkbox) return &condition;
  return nullptr;
}

}  // namespace storyreel::workspace
