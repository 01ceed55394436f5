#pragma once

#include <cstdint>
#include <string_view>

namespace storyreel::render {

/// `count` (at most 4) bytes at `at` as a number, the greatest first; those beyond the end are 0.
constexpr std::uint32_t big(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value = value << 8 | (at + i < bytes.size() ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
  return value;
}

/// The same, the least first.
constexpr std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;)
    value = value << 8 | (at + i < bytes.size() ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
  return value;
}

/// Up to `count` bytes from `at` on; nothing beyond the end.
constexpr std::string_view part(std::string_view bytes, std::size_t at,
                                std::size_t count = std::string_view::npos) {
  return bytes.substr(at < bytes.size() ? at : bytes.size(), count);
}

}  // namespace storyreel::render
