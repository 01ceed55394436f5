#include "daemon/runtime/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace storyreel {
namespace {

/// In the order of the network; IPv4's as "::ffff:a.b.c.d".
using Bytes = std::array<std::uint8_t, 16>;

constexpr std::size_t kV4At = 12;
constexpr int kV4Bits = 96;

/// Addresses that share their first bits.
struct Range {
  const char* first;
  int bits;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast.
constexpr std::array kClosedV4{
    Range{"0.0.0.0", 8},        Range{"10.0.0.0", 8},     Range{"100.64.0.0", 10},
    Range{"127.0.0.0", 8},      Range{"169.254.0.0", 16}, Range{"172.16.0.0", 12},
    Range{"192.0.0.0", 24},     Range{"192.0.2.0", 24},   Range{"192.88.99.0", 24},
    Range{"192.168.0.0", 16},   Range{"198.18.0.0", 15},  Range{"198.51.100.0", 24},
    Range{"203.0.113.0", 24},   Range{"224.0.0.0", 4},    Range{"240.0.0.0", 4},
    Range{"168.63.129.16", 32},
};

// https://www.iana.org/assignments/iana-ipv6-special-registry: what is closed within what is open.
constexpr Range kOpenV6{"2000::", 3};
constexpr std::array kClosedV6{
    Range{"2001::", 23},
    Range{"2001:db8::", 32},
    Range{"3fff::", 20},
};

/// Ranges whose addresses carry one of IPv4 from this byte on.
struct Carrier {
  Range range;
  std::size_t at;
};
constexpr std::array kCarriers{
    Carrier{{"::ffff:0:0", kV4Bits}, kV4At},
    Carrier{{"64:ff9b::", kV4Bits}, kV4At},
    Carrier{{"2002::", 16}, 2},
};

std::optional<Bytes> parse(const std::string& text) {
  Bytes bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
  bytes[kV4At - 1] = bytes[kV4At - 2] = 0xff;
  if (inet_pton(AF_INET, text.c_str(), &bytes[kV4At]) == 1) return bytes;
  return std::nullopt;
}

bool in(const Bytes& bytes, const Range& range) {
  const std::string first(range.first);
  const auto begin = *parse(first);
  const int bits = first.contains(':') ? range.bits : range.bits + kV4Bits;
  for (int bit = 0; bit < bits; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    if (((bytes[at] ^ begin[at]) >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

bool in_any(const Bytes& bytes, std::span<const Range> ranges) {
  return std::ranges::any_of(ranges, [&](const Range& range) { return in(bytes, range); });
}

Bytes carried(const Bytes& bytes, std::size_t at) {
  auto result = *parse("0.0.0.0");
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 4, result.begin() + kV4At);
  return result;
}

}  // namespace

bool is_public_address(const std::string& address) {
  const auto bytes = parse(address.substr(0, address.find('%')));
  if (!bytes) return false;
  for (const auto& carrier : kCarriers)
    if (in(*bytes, carrier.range)) return !in_any(carried(*bytes, carrier.at), kClosedV4);
  return in(*bytes, kOpenV6) && !in_any(*bytes, kClosedV6);
}

}  // namespace storyreel
