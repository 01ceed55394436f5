#include "pipeline/render/tiff.hpp"

#include "pipeline/render/bytes.hpp"

namespace storyreel::render {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kEntryBytes = 12;

/// Types of values, as numbered by TIFF.
constexpr std::uint32_t kShort = 3;
constexpr std::uint32_t kLong = 4;

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t count) {
  return bytes.starts_with("MM") ? big(bytes, at, count) : little(bytes, at, count);
}

std::optional<std::uint32_t> value_of(std::string_view bytes, std::size_t entry) {
  const auto type = number(bytes, entry + 2, 2);
  if (number(bytes, entry + 4, 4) != 1) return std::nullopt;
  if (type == kShort) return number(bytes, entry + 8, 2);
  if (type == kLong) return number(bytes, entry + 8, 4);
  return std::nullopt;
}

}  // namespace

bool is_tiff(std::string_view bytes) {
  return bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv);
}

std::optional<std::uint32_t> tiff_value(std::string_view bytes, TiffTag tag) {
  if (!is_tiff(bytes)) return std::nullopt;
  const std::size_t directory = number(bytes, 4, 4);
  const std::size_t first = directory + 2;
  const std::size_t count = number(bytes, directory, 2);
  for (std::size_t entry = first; entry < first + count * kEntryBytes; entry += kEntryBytes) {
    if (entry + kEntryBytes > bytes.size()) return std::nullopt;
    if (number(bytes, entry, 2) == static_cast<std::uint16_t>(tag)) return value_of(bytes, entry);
  }
  return std::nullopt;
}

}  // namespace storyreel::render
