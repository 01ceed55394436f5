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

Task<> take_and_wait(Budget& budget, std::string lane, int& running, int& most) {
  const auto slot = co_await budget.acquire(Priority::normal, std::move(lane));
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

namespace {

/// The most of twenty requests of `lanes`, in turn, that were in flight at once.
int most_in_flight(Budget& budget, boost::asio::io_context& loop, std::vector<std::string> lanes) {
  int running = 0;
  int most = 0;
  int left = 20;
  for (std::size_t i = 0; i < 20; ++i) {
    boost::asio::co_spawn(loop, take_and_wait(budget, lanes[i % lanes.size()], running, most),
                          [&left](std::exception_ptr) { --left; });
  }
  test::run_until(loop, [&] { return left == 0; });
  return most;
}

}  // namespace

TEST_CASE("notion::Budget has at most four requests in flight") {
  boost::asio::io_context loop;
  Budget budget(loop.get_executor(), 0);
  CHECK(most_in_flight(budget, loop, {""}) == 4);
  CHECK(most_in_flight(budget, loop, {"a", "b"}) == 4);
}

TEST_CASE("notion::Budget sends one at a time in a narrow lane, and others past it") {
  boost::asio::io_context loop;
  Budget budget(loop.get_executor(), 0);
  budget.narrow("a", now() + seconds(60));
  CHECK(most_in_flight(budget, loop, {"a"}) == 1);
  CHECK(most_in_flight(budget, loop, {"a", "b", "", "c"}) == 4);
  budget.narrow("a", now());
  CHECK(most_in_flight(budget, loop, {"a"}) == 4);
}

TEST_CASE("notion::Window learns a lower limit from a refusal, and tries more again") {
  Window window(180);
  const auto spend = [&](int count, Time time) {
    for (int i = 0; i < count; ++i) window.spend(time);
  };
  spend(100, kStart);
  window.refused(kStart + seconds(30));
  CHECK(window.limit(kStart + seconds(30)) == 180);
  const auto later = kStart + seconds(120);
  spend(61, later);
  window.refused(later);
  CHECK(window.limit(later) == 60);
  CHECK(window.free_at(later + seconds(1)) == later + seconds(60));
  CHECK(window.limit(later + std::chrono::minutes(10)) == 78);
  CHECK(window.limit(later + std::chrono::hours(24)) == 180);
}

TEST_CASE("notion::Window never learns to stand still") {
  Window window(180);
  window.spend(kStart);
  const auto later = kStart + seconds(100);
  window.spend(later);
  window.refused(later);
  CHECK(window.limit(later) == 10);
}
