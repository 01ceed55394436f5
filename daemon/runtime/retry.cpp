#include "daemon/runtime/retry.hpp"

#include <algorithm>
#include <random>

namespace storyreel {

milliseconds delay(const Backoff& policy, int attempt, double jitter) {
  milliseconds whole = std::min(policy.base, policy.cap);
  for (int i = 1; i < attempt && whole < policy.cap; ++i) {
    whole = whole > policy.cap / 2 ? policy.cap : 2 * whole;
  }
  const auto half = static_cast<double>(whole.count()) / 2;
  return milliseconds{static_cast<milliseconds::rep>(half + half * jitter)};
}

double random_jitter() {
  thread_local std::minstd_rand engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(engine);
}

}  // namespace storyreel
