#include "notion/workspace/dates.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>

#include <unicode/timezone.h>

#include "daemon/runtime/time.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kDate{Field{"start", Want::string, true},
                           Field{"end", Want::string, false, true},
                           Field{"time_zone", Want::string, false, true}};
constexpr std::string_view kSeparator = " → ";
constexpr std::size_t kDay = 10;  ///< characters of "2026-11-21"

using Zone = std::unique_ptr<icu::TimeZone>;

/// Null without a zone. Throws validation_error for one that is unknown.
Zone zone_in(const json::object& date, std::string_view path) {
  const auto* name = find(date, "time_zone");
  if (!name || name->is_null()) return nullptr;
  const auto text = as_string(*name, path, limits::kZone);
  Zone zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(text)));
  if (text.empty() || *zone == icu::TimeZone::getUnknown())
    invalid_field(path, "a time zone of the IANA database", name);
  return zone;
}

milliseconds offset_at(const icu::TimeZone& zone, Time local) {
  std::int32_t raw = 0;
  std::int32_t saved = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone.getOffset(static_cast<UDate>(local.time_since_epoch().count()), 1, raw, saved, status);
  return milliseconds(raw + saved);
}

struct Moment {
  bool day = false;       ///< without a time of day
  Time time;              ///< in UTC
  milliseconds offset{};  ///< of the place that it was told in
};

Moment moment_in(const json::value& value, const icu::TimeZone* zone, std::string_view path) {
  const auto text = as_string(value, path, limits::kZone);
  const auto time = from_iso(text);
  if (!time) invalid_field(path, "a valid ISO 8601 date string", &value);
  if (text.size() == kDay && zone)
    invalid_field(path, "a date with a time, as time_zone is given", &value);
  if (text.size() == kDay) return {true, *time, {}};
  const auto mark = text.find_first_of("Zz+-", kDay);
  const auto local = *from_iso(std::string_view(text).substr(0, mark));
  if (mark != text.npos && zone)
    invalid_field(path, "a date without a UTC offset, as time_zone is given", &value);
  if (!zone) return {false, *time, local - *time};
  const auto offset = offset_at(*zone, local);
  return {false, local - offset, offset};
}

std::string shown(const Moment& moment) {
  const auto text = to_iso(moment.time + moment.offset);
  if (moment.day) return text.substr(0, kDay);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(moment.offset).count();
  const auto size = static_cast<unsigned>(std::abs(minutes));
  std::array<char, 8> offset{};
  std::snprintf(offset.data(), offset.size(), "%c%02u:%02u", minutes < 0 ? '-' : '+',
                size / 60 % 100, size % 60);
  return text.substr(0, text.size() - 1) + offset.data();
}

std::string day_or_minute(std::string_view shown) {
  return std::string(shown.substr(0, shown.size() == kDay ? kDay : kDay + 6));
}

}  // namespace

json::object read_date(const json::value& value, std::string_view path) {
  const auto& date = as_object(value, path);
  check_fields(date, path, kDate);
  const auto zone = zone_in(date, at(path, "time_zone"));
  const auto start = moment_in(date.at("start"), zone.get(), at(path, "start"));
  json::object read{{"start", shown(start)}, {"end", nullptr}, {"time_zone", nullptr}};
  const auto* last = find(date, "end");
  if (!last || last->is_null()) return read;
  const auto end = moment_in(*last, zone.get(), at(path, "end"));
  read["end"] = shown(end);
  return read;
}

std::string date_text(const json::object& date) {
  const auto end = text_of(date, "end");
  const auto start = day_or_minute(text_of(date, "start"));
  return end.empty() ? start : start + std::string(kSeparator) + day_or_minute(end);
}

}  // namespace storyreel::workspace
