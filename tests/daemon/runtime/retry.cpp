#include "daemon/runtime/retry.hpp"

#include <doctest/doctest.h>

using namespace storyreel;

TEST_CASE("runtime::delay doubles up to the cap, spread over its upper half") {
  const Backoff usual{milliseconds{1000}, milliseconds{60'000}};
  const struct {
    Backoff policy;
    int attempt;
    double jitter;
    int expected;
  } cases[] = {
      {usual, 1, 0, 500},
      {usual, 1, 0.5, 750},
      {usual, 2, 0, 1000},
      {usual, 3, 0.5, 3000},
      {usual, 6, 0, 16'000},
      {usual, 7, 0, 30'000},
      {usual, 7, 0.999, 59'970},
      {usual, 1'000'000, 0, 30'000},
      {usual, 0, 0, 500},
      {usual, -5, 0, 500},
      {{milliseconds{5000}, milliseconds{100}}, 1, 0, 50},
      {{milliseconds{0}, milliseconds{100}}, 9, 0.5, 0},
  };
  for (const auto& [policy, attempt, jitter, expected] : cases) {
    CAPTURE(attempt);
    CHECK(delay(policy, attempt, jitter) == milliseconds{expected});
  }
}

TEST_CASE("runtime::random_jitter lies in [0,1)") {
  for (int i = 0; i < 1000; ++i) {
    const double jitter = random_jitter();
    CHECK((jitter >= 0 && jitter < 1));
  }
}
