#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "config/load.hpp"

namespace storyreel::config {
namespace {

constexpr std::array<std::size_t, 4> kDashes = {8, 13, 18, 23};
constexpr std::size_t kDigits = 32;
constexpr std::size_t kDashed = kDigits + kDashes.size();

bool is_digit(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

std::string_view last_segment(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  while (url.ends_with('/')) url.remove_suffix(1);
  return url.substr(url.rfind('/') + 1);
}

// The last `length` characters, where they stand alone or behind "Title-"; otherwise nothing.
std::string_view tail(std::string_view segment, std::size_t length) {
  if (segment.size() < length) return {};
  const auto front = segment.substr(0, segment.size() - length);
  return front.empty() || front.ends_with('-') ? segment.substr(front.size()) : "";
}

bool is_uuid(std::string_view text) {
  return text.size() == kDashed &&
         std::ranges::all_of(kDashes, [&](std::size_t at) { return text[at] == '-'; }) &&
         std::ranges::count_if(text, is_digit) == kDigits;
}

bool is_plain(std::string_view text) {
  return text.size() == kDigits && std::ranges::all_of(text, is_digit);
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::optional<std::string> page_id(std::string_view id_or_url) {
  const auto segment = last_segment(id_or_url);
  if (const auto uuid = tail(segment, kDashed); is_uuid(uuid)) return lower(std::string(uuid));
  std::string plain(tail(segment, kDigits));
  if (!is_plain(plain)) return std::nullopt;
  for (const auto at : kDashes) plain.insert(at, 1, '-');
  return lower(plain);
}

}  // namespace storyreel::config
