#include "daemon/runtime/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace storyreel {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Reads a text from its front; every step says whether it fitted.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  bool one_of(std::string_view characters) {
    if (rest_.empty() || !characters.contains(rest_.front())) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly `digits` digits, at most `highest`.
  std::optional<int> number(std::size_t digits, int highest) {
    const std::string_view field = rest_.substr(0, digits);
    if (field.size() < digits || field.find_first_not_of("0123456789") != field.npos) return {};
    int value = 0;
    std::from_chars(field.data(), field.data() + digits, value);
    if (value > highest) return {};
    rest_.remove_prefix(digits);
    return value;
  }

  /// One digit or more after the point; digits past the third are dropped.
  std::optional<milliseconds> fraction() {
    milliseconds value{0};
    int weight = 100;
    if (!number_ahead()) return {};
    for (; number_ahead(); rest_.remove_prefix(1), weight /= 10) {
      value += milliseconds{weight * (rest_.front() - '0')};
    }
    return value;
  }

 private:
  bool number_ahead() const {
    return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }

  std::string_view rest_;
};

std::optional<std::chrono::sys_days> read_date(Reader& in) {
  const auto year = in.number(4, 9999);
  if (!year || !in.one_of("-")) return {};
  const auto month = in.number(2, 12);
  if (!month || !in.one_of("-")) return {};
  const auto day = in.number(2, 31);
  if (!day) return {};
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return {};
  return std::chrono::sys_days{date};
}

std::optional<milliseconds> read_time_of_day(Reader& in) {
  const auto hour = in.number(2, 23);
  if (!hour || !in.one_of(":")) return {};
  const auto minute = in.number(2, 59);
  if (!minute) return {};
  milliseconds time = hours{*hour} + minutes{*minute};
  if (!in.one_of(":")) return time;
  const auto second = in.number(2, 59);
  if (!second) return {};
  time += seconds{*second};
  if (!in.one_of(".,")) return time;
  const auto fraction = in.fraction();
  if (!fraction) return {};
  return time + *fraction;
}

/// What to take off a local time: "", "Z", "+02:00", "+0200" or "+02".
std::optional<minutes> read_zone(Reader& in) {
  if (in.done() || in.one_of("Zz")) return minutes{0};
  const int sign = in.one_of("+") ? 1 : in.one_of("-") ? -1 : 0;
  if (sign == 0) return {};
  const auto hour = in.number(2, 23);
  if (!hour) return {};
  if (in.done()) return sign * hours{*hour};
  in.one_of(":");
  const auto minute = in.number(2, 59);
  if (!minute) return {};
  return sign * (hours{*hour} + minutes{*minute});
}

}  // namespace

Time now() {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

std::string to_iso(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return text.data();
}

std::optional<Time> from_iso(std::string_view text) {
  Reader in(text);
  const auto day = read_date(in);
  if (!day) return {};
  if (in.done()) return Time{*day};
  if (!in.one_of("Tt ")) return {};
  const auto clock = read_time_of_day(in);
  if (!clock) return {};
  const auto zone = read_zone(in);
  if (!zone || !in.done()) return {};
  return Time{*day} + *clock - *zone;
}

}  // namespace storyreel
