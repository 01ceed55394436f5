#pragma once

#include "daemon/runtime/time.hpp"

namespace storyreel {

/// Exponential backoff: `base` doubled for every failed attempt before this one, at most `cap`.
struct Backoff {
  milliseconds base{1000};
  milliseconds cap{60000};
};

/// How long to wait after failed attempt number `attempt` (1 is the first). `jitter` in [0,1)
/// spreads the result over its upper half, so that many waiters don't return at once.
milliseconds delay(const Backoff& policy, int attempt, double jitter);

/// A random number in [0,1).
double random_jitter();

}  // namespace storyreel
