#include "tests/support/series.hpp"

#include <cstdlib>
#include <string>

namespace storyreel::test {

bool soaking() {
  return std::getenv("STORYREEL_SOAK") != nullptr;
}

std::uint64_t seed_or(std::uint64_t usual) {
  const auto* const given = std::getenv("STORYREEL_SEED");
  return given ? std::stoull(given) : usual;
}

}  // namespace storyreel::test
