#include "notion/workspace/conditions.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

using std::chrono::days;

Argument read_text(const json::value& value, std::string_view, Time, std::string_view path) {
  return {.text = fold(as_string(value, path, limits::kText))};
}

Argument read_number(const json::value& value, std::string_view, Time, std::string_view path) {
  if (!value.is_number()) invalid_field(path, "a number", &value);
  return {.number = value.to_number<double>()};
}

Argument read_flag(const json::value& value, std::string_view, Time, std::string_view path) {
  return {.flag = as_bool(value, path)};
}

Argument read_true(const json::value& value, std::string_view, Time, std::string_view path) {
  if (!as_bool(value, path)) invalid_field(path, "`true`", &value);
  return {};
}

Argument read_names(const json::value& value, std::string_view, Time, std::string_view path) {
  Argument argument;
  if (!value.is_array()) return {.names = {as_string(value, path, limits::kText)}};
  for (const auto& each : as_array(value, path, limits::kArray))
    argument.names.push_back(as_string(each, at(path, argument.names.size()), limits::kText));
  return argument;
}

struct RelativeDay {
  std::string_view name;
  int offset;
};
constexpr std::array kRelativeDays{RelativeDay{"today", 0},
                                   RelativeDay{"tomorrow", 1},
                                   RelativeDay{"yesterday", -1},
                                   RelativeDay{"one_week_ago", -7},
                                   RelativeDay{"one_week_from_now", 7},
                                   RelativeDay{"one_month_ago", -30},
                                   RelativeDay{"one_month_from_now", 30}};

/// A moment (one millisecond) or, without a time of day, a whole UTC day.
Argument read_date(const json::value& value, std::string_view, Time now, std::string_view path) {
  const auto text = as_string(value, path, limits::kText);
  const Time today = std::chrono::floor<days>(now);
  for (const auto& day : kRelativeDays)
    if (day.name == text)
      return {.from = today + days(day.offset), .to = today + days(day.offset + 1)};
  const auto time = from_iso(text);
  if (!time) invalid_field(path, "a valid ISO 8601 date string", &value);
  return {.from = *time, .to = *time + (text.contains('T') ? milliseconds(1) : days(1))};
}

struct Span {
  std::string_view name;
  int from, to;  ///< days around now
};
constexpr std::array kSpans{Span{"past_week", -7, 0},   Span{"past_month", -30, 0},
                            Span{"past_year", -365, 0}, Span{"next_week", 0, 7},
                            Span{"next_month", 0, 30},  Span{"next_year", 0, 365}};

Argument read_span(const json::value& value, std::string_view name, Time now,
                   std::string_view path) {
  check_fields(as_object(value, path), path, {});
  for (const auto& span : kSpans)
    if (span.name == name) return {.from = now + days(span.from), .to = now + days(span.to)};
  const auto today = std::chrono::floor<days>(now);
  const Time sunday = today - days(std::chrono::weekday(today).c_encoding());
  return {.from = sunday, .to = sunday + days(7)};
}

bool among(const Value& v, const Argument& a) {
  return !v.empty && std::ranges::find(a.names, v.text) != a.names.end();
}

bool has_one(const Value& v, const Argument& a) {
  return std::ranges::find_first_of(v.names, a.names) != v.names.end();
}

bool is_empty(const Value& v, const Argument&) {
  return v.empty;
}
bool is_not_empty(const Value& v, const Argument&) {
  return !v.empty;
}

constexpr Condition when(Family family, std::string_view name, auto read, auto holds) {
  return {family, name, read, holds};
}

using V = const Value&;
using A = const Argument&;

constexpr std::array kConditions{
    when(Family::text, "equals", read_text, [](V v, A a) { return v.text == a.text; }),
    when(Family::text, "does_not_equal", read_text, [](V v, A a) { return v.text != a.text; }),
    when(Family::text, "contains", read_text, [](V v, A a) { return v.text.contains(a.text); }),
    when(Family::text, "does_not_contain", read_text,
         [](V v, A a) { return !v.text.contains(a.text); }),
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
    when(Family::checkbox, "equals", read_flag, [](V v, A a) { return v.flag == a.flag; }),
    when(Family::checkbox, "does_not_equal", read_flag, [](V v, A a) { return v.flag != a.flag; }),
    when(Family::option, "equals", read_names, among),
    when(Family::option, "does_not_equal", read_names, [](V v, A a) { return !among(v, a); }),
    when(Family::options, "contains", read_names, has_one),
    when(Family::options, "does_not_contain", read_names, [](V v, A a) { return !has_one(v, a); }),
    when(Family::list, "contains", read_names, has_one),
    when(Family::list, "does_not_contain", read_names, [](V v, A a) { return !has_one(v, a); }),
    when(Family::date, "equals", read_date,
         [](V v, A a) { return !v.empty && v.time >= a.from && v.time < a.to; }),
    when(Family::date, "before", read_date, [](V v, A a) { return !v.empty && v.time < a.from; }),
    when(Family::date, "after", read_date, [](V v, A a) { return !v.empty && v.time >= a.to; }),
    when(Family::date, "on_or_before", read_date,
         [](V v, A a) { return !v.empty && v.time < a.to; }),
    when(Family::date, "on_or_after", read_date,
         [](V v, A a) { return !v.empty && v.time >= a.from; }),
};

constexpr std::array<std::string_view, 7> kSpanNames{
    "this_week", "past_week", "past_month", "past_year", "next_week", "next_month", "next_year"};

constexpr Condition kEmpty{Family::text, "is_empty", read_true, is_empty};
constexpr Condition kNotEmpty{Family::text, "is_not_empty", read_true, is_not_empty};
constexpr Condition kWithin{Family::date, "this_week", read_span,
                            [](V v, A a) { return !v.empty && v.time >= a.from && v.time < a.to; }};

}  // namespace

const Condition* find_condition(Family family, std::string_view name) {
  for (const auto& condition : kConditions)
    if (condition.family == family && condition.name == name) return &condition;
  const bool span = std::ranges::find(kSpanNames, name) != kSpanNames.end();
  if (family == Family::date && span) return &kWithin;
  if (family == Family::checkbox) return nullptr;
  if (name == kEmpty.name) return &kEmpty;
  return name == kNotEmpty.name ? &kNotEmpty : nullptr;
}

}  // namespace storyreel::workspace
