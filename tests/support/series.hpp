#pragma once

#include <cstdint>
#include <random>

namespace storyreel::test {

/// Whether the long series are wanted ($STORYREEL_SOAK is set), not those that CI has time for.
bool soaking();

/// $STORYREEL_SEED, which a failed series has printed, or `usual`.
std::uint64_t seed_or(std::uint64_t usual);

/// What happens at random; the same for the same seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(engine_);
  }
  bool chance(double rate) { return std::uniform_real_distribution<>(0, 1)(engine_) < rate; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace storyreel::test
