#include "notion/budget.hpp"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace storyreel::notion;

namespace {

const Time kStart{std::chrono::hours(500'000)};

Task<> take(Budget& budget, Priority priority, int name, std::vector<int>& order) {
  const auto slot = co_await budget.acquire(priority);
  order.push_back(name);
}

Task<> take_and_wait(Budget& budget, int& running, int& most) {
  const auto slot = co_await budget.acquire(Priority::normal);
  most = std::max(most, ++running);
  co_await sleep_for(milliseconds(5));
  --running;
}

}  // namespace

TEST_CASE("notion::Window lets a burst go, then waits for the window to pass") {
  Window window(3);
  for (int i = 0; i < 3; ++i) {
    CHECK(window.free_at(kStart + seconds(i)) == kStart + seconds(i));
    window.spend(kStart + seconds(i));
  }
  CHECK(window.free_at(kStart + seconds(3)) == kStart + seconds(60));
  window.spend(kStart + seconds(60));
  CHECK(window.free_at(kStart + seconds(60)) == kStart + seconds(61));
  CHECK(window.free_at(kStart + seconds(200)) == kStart + seconds(200));
}

TEST_CASE("notion::Window pauses, and 0 means no pacing") {
  Window window(0);
  for (int i = 0; i < 1000; ++i) window.spend(kStart);
  CHECK(window.free_at(kStart) == kStart);
  window.pause_until(kStart + seconds(30));
  window.pause_until(kStart + seconds(10));
  CHECK(window.free_at(kStart) == kStart + seconds(30));
}

TEST_CASE("notion::Budget serves by priority, then arrival") {
  boost::asio::io_context loop;
  Budget budget(loop.get_executor(), 0);
  std::vector<int> order;
  const auto start = [&](Priority priority, int name) {
    boost::asio::co_spawn(loop, take(budget, priority, name, order), [](std::exception_ptr) {});
  };
  budget.pause_until(now() + milliseconds(50));
  start(Priority::sweep, 4);
  start(Priority::normal, 2);
  start(Priority::normal, 3);
  start(Priority::interactive, 1);
  test::run_until(loop, [&] { return order.size() == 4; });
  CHECK(order == std::vector<int>{1, 2, 3, 4});
}

TEST_CASE("notion::Budget has at most four requests in flight") {
  boost::asio::io_context loop;
  Budget budget(loop.get_executor(), 0);
  int running = 0;
  int most = 0;
  int left = 20;
  for (int i = 0; i < 20; ++i) {
    boost::asio::co_spawn(loop, take_and_wait(budget, running, most),
                          [&left](std::exception_ptr) { --left; });
  }
  test::run_until(loop, [&] { return left == 0; });
  CHECK(most == Budget::kInFlight);
}
