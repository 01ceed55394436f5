#include "daemon/runtime/http_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "daemon/runtime/utf8.hpp"

namespace storyreel {
namespace {

/// The whole of `text` as a number; nullopt when it is none, or too large for one.
template <class T>
std::optional<T> to_number(std::string_view text, int base = 10) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc() || stopped != end) return {};
  return value;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

RangeAnswer last_bytes(std::uint64_t count, std::uint64_t size) {
  if (count == 0 || size == 0) return {{}, true};
  count = std::min(count, size);
  return {ByteRange{size - count, count}, false};
}

std::optional<std::string> decode(std::string_view text) {
  std::string plain;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (text.front() != '%') {
      plain += text.front();
      continue;
    }
    const auto byte = to_number<unsigned char>(text.substr(1, 2), 16);
    if (text.size() < 3 || !byte) return {};
    plain += static_cast<char>(*byte);
    text.remove_prefix(2);
  }
  return plain;
}

bool climbs(std::string_view path) {
  return (std::string(path) + "/").find("/../") != std::string::npos;
}

}  // namespace

RangeAnswer parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit)) return {};
  header = trimmed(header.substr(kUnit.size()));
  const auto dash = header.find('-');
  if (dash == header.npos) return {};
  const auto first = to_number<std::uint64_t>(header.substr(0, dash));
  const auto last = to_number<std::uint64_t>(header.substr(dash + 1));
  if (dash == 0 && last) return last_bytes(*last, size);
  const bool open_ended = dash + 1 == header.size();
  if (!first || (!last && !open_ended) || (last && *last < *first)) return {};
  if (*first >= size) return {{}, true};
  const std::uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return {ByteRange{*first, end - *first + 1}, false};
}

bool matches_etag(std::string_view header, std::string_view etag) {
  while (!header.empty()) {
    const auto comma = std::min(header.find(','), header.size());
    std::string_view one = trimmed(header.substr(0, comma));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || one == etag) return true;
    header.remove_prefix(std::min(comma + 1, header.size()));
  }
  return false;
}

std::optional<std::string> decode_path(std::string_view target) {
  if (!target.starts_with('/')) return {};
  const auto path = decode(target.substr(0, target.find_first_of("?#")));
  if (!path || !is_utf8(*path) || path->contains('\0') || climbs(*path)) return {};
  return path;
}

std::string to_http_date(Time time) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<seconds>(time - day)};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace storyreel
