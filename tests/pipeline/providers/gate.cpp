#include "pipeline/providers/gate.hpp"

#include <doctest/doctest.h>

#include "tests/support/loop.hpp"

namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;

Task<milliseconds> three(Gate* gate) {
  const auto begin = Gate::Clock::now();
  for (int i = 0; i < 3; ++i) co_await gate->enter();
  co_return std::chrono::duration_cast<milliseconds>(Gate::Clock::now() - begin);
}

Task<bool> second_waits(Gate* gate) {
  std::optional<Gate::Pass> first(co_await gate->enter());
  bool inside = false;
  struct Second {
    Gate* gate;
    bool* inside;
    Task<> operator()() const {
      const auto pass = co_await gate->enter();
      *inside = true;
    }
  };
  boost::asio::io_context other;
  std::exception_ptr error;
  boost::asio::co_spawn(other, Second{gate, &inside}, [&](std::exception_ptr e) { error = e; });
  other.run_for(120ms);
  const bool waited = !inside;
  first.reset();
  other.run_for(1s);
  co_return waited&& inside && !error;
}

}  // namespace

TEST_CASE("pipeline::Gate::enter lets only so many in at once") {
  Gate gate(1, 0);
  CHECK(test::run(second_waits(&gate)));
}

TEST_CASE("pipeline::Gate::enter keeps the pace") {
  Gate gate(5, 600);
  CHECK(test::run(three(&gate)) >= 190ms);
  Gate free(5, 0);
  CHECK(test::run(three(&free)) < 5s);
}

TEST_CASE("pipeline::Gate::resting begins with the fifth failure in a row, and grows") {
  const Gate::Clock::time_point begin{1000h};
  Gate gate(1, 0);
  for (int i = 0; i < 4; ++i) gate.failed(begin);
  CHECK_FALSE(gate.resting(begin));
  gate.went_well();
  for (int i = 0; i < 4; ++i) gate.failed(begin);
  CHECK_FALSE(gate.resting(begin));
  gate.failed(begin);
  CHECK(gate.resting(begin) == 300s);
  CHECK(gate.resting(begin + 100s) == 200s);
  CHECK_FALSE(gate.resting(begin + 300s));
  gate.failed(begin + 301s);
  CHECK(gate.resting(begin + 301s) == 600s);
  gate.went_well();
  gate.failed(begin + 2h);
  CHECK_FALSE(gate.resting(begin + 2h));
}

}  // namespace storyreel::pipeline
