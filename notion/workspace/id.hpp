#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace storyreel::workspace {

/// A UUID in sixteen bytes, for what is held in memory by the hundred thousand.
struct Id {
  std::uint64_t high = 0, low = 0;

  auto operator<=>(const Id&) const = default;
};

/// From the dashed form. Throws Error for anything else.
Id packed(std::string_view uuid);
std::string to_text(Id id);

/// Mixed well, but alike in every process: also an order that has nothing to do with the ids'.
struct IdHash {
  std::size_t operator()(Id id) const {
    auto mixed = (id.high ^ (id.low >> 29)) * 0x9e3779b97f4a7c15u + id.low;
    mixed = (mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93u;
    return static_cast<std::size_t>(mixed ^ (mixed >> 32));
  }
};

}  // namespace storyreel::workspace
