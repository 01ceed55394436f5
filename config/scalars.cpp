#include "config/scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <limits>

namespace storyreel::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t size;  ///< in milliseconds or bytes
};

constexpr Unit kUnits[] = {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}};

constexpr Unit kSizes[] = {
    {"MB", std::int64_t{1} << 20}, {"GB", std::int64_t{1} << 30}, {"TB", std::int64_t{1} << 40}};

/// A whole number without sign at the front of `text`, which is cut off; nullopt when there is
/// none or it is absurd.
std::optional<std::int32_t> number(std::string_view& text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || text.starts_with('-')) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

bool is_port(std::string_view text) {
  const auto port = number(text);
  return port && text.empty() && *port <= std::numeric_limits<std::uint16_t>::max();
}

}  // namespace

std::optional<milliseconds> duration(std::string_view text) {
  const auto count = number(text);
  const auto* unit = std::ranges::find(kUnits, text, &Unit::name);
  if (!count || unit == std::end(kUnits)) return std::nullopt;
  return milliseconds(*count * unit->size);
}

std::string spelled(milliseconds duration) {
  if (duration == milliseconds(0)) return "0s";
  const auto* unit = std::end(kUnits) - 1;
  while (duration.count() % unit->size != 0) --unit;
  return fmt::format("{}{}", duration.count() / unit->size, unit->name);
}

std::optional<std::int64_t> byte_size(std::string_view text) {
  if (text == "0") return 0;
  const auto count = number(text);
  const auto* unit = std::ranges::find(kSizes, text, &Unit::name);
  if (!count || unit == std::end(kSizes)) return std::nullopt;
  return *count * unit->size;
}

std::optional<std::pair<int, int>> picture_size(std::string_view text) {
  const auto width = number(text);
  if (!width || !text.starts_with('x')) return std::nullopt;
  text.remove_prefix(1);
  const auto height = number(text);
  if (!height || !text.empty()) return std::nullopt;
  return std::pair(*width, *height);
}

std::optional<std::pair<int, int>> film_size(std::string_view text) {
  const auto fits = [](int side) {
    return side >= kLeastSide && side <= kMostSide && side % 2 == 0;
  };
  auto size = picture_size(text);
  if (size && !(fits(size->first) && fits(size->second))) size.reset();
  return size;
}

std::optional<milliseconds> crossfade(std::string_view text) {
  const auto read = duration(text);
  return read && *read <= kMostCrossfade ? read : std::nullopt;
}

bool is_listen(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || !is_plain(text)) return false;
  const auto host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  return is_port(text.substr(colon + 1)) && (bracketed || !host.contains(':'));
}

bool is_url(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.starts_with(scheme)) {
      const auto rest = text.substr(scheme.size());
      return is_plain(rest) && rest.find_first_of("/?#") != 0 && !rest.empty();
    }
  }
  return false;
}

}  // namespace storyreel::config
