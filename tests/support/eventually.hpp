#pragma once

#include <chrono>
#include <thread>

#include "daemon/runtime/time.hpp"

namespace storyreel::test {

/// Waits until `condition()` holds; false when it does not within `deadline`. Looks often: what
/// tests wait for takes milliseconds; unless asking is itself work for the one it waits for.
template <class Condition>
bool eventually(Condition condition, seconds deadline = seconds(30),
                milliseconds between = milliseconds(10)) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(between);
  }
  return true;
}

}  // namespace storyreel::test
