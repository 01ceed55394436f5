#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/runtime/time.hpp"

namespace storyreel {

/// Bytes `first` … `first + length - 1` of a body.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;

  bool operator==(const ByteRange&) const = default;
};

/// What a Range header asks of a body of `size` bytes: one range, `refused` when it lies outside
/// (416), or neither when the whole body is the answer (no header, several ranges, bad syntax).
struct RangeAnswer {
  std::optional<ByteRange> range;
  bool refused = false;
};

RangeAnswer parse_range(std::string_view header, std::uint64_t size);

/// True when an If-None-Match header names `etag` (weak comparison) or is "*".
bool matches_etag(std::string_view header, std::string_view etag);

/// The path of a request target, percent-decoded; nullopt when it is not an absolute path, has a
/// bad escape, a NUL, ill-formed UTF-8 or a ".." segment.
std::optional<std::string> decode_path(std::string_view target);

/// "Sat, 21 Nov 2026 08:30:12 GMT".
std::string to_http_date(Time time);

}  // namespace storyreel
