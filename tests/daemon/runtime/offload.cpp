#include "daemon/runtime/offload.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

/// Work that goes on until it is asked to stop.
struct UntilStopped {
  std::atomic<int>* begun;
  std::atomic<int>* ended;
  void operator()(std::stop_token stop) const {
    ++*begun;
    while (!stop.stop_requested()) std::this_thread::yield();
    ++*ended;
  }
};

Task<> until_one(std::atomic<int>* count) {
  while (*count == 0) co_await sleep_for(milliseconds{1});
}

Task<> either(Task<> one, Task<> other) {
  co_await (std::move(one) || std::move(other));
}

Task<std::size_t> many(Offload* offload, int count) {
  std::size_t sum = 0;
  for (int i = 0; i < count; ++i) {
    sum += co_await offload->run([i](std::stop_token) { return static_cast<std::size_t>(i); });
  }
  co_return sum;
}

Task<bool> resumes_on_its_thread(Offload* offload) {
  const auto before = std::this_thread::get_id();
  const auto on_pool =
      co_await offload->run([](std::stop_token) { return std::this_thread::get_id(); });
  co_return before == std::this_thread::get_id() && on_pool != before;
}

}  // namespace

TEST_CASE("runtime::Offload::run gives the result on the caller's thread") {
  boost::asio::io_context loop;
  Offload offload(2);
  CHECK(offload.threads() == 2);
  CHECK(test::run(loop, resumes_on_its_thread(&offload)));
}

TEST_CASE("runtime::Offload::run passes an exception on") {
  boost::asio::io_context loop;
  Offload offload(1);
  auto fail = [](std::stop_token) -> std::string { throw Error("no such voice"); };
  CHECK_THROWS_WITH_AS(test::run(loop, offload.run(fail)), "no such voice", Error);
}

TEST_CASE("runtime::Offload::run of many callers completes each once") {
  boost::asio::io_context loop;
  Offload offload(3);
  auto [a, b] = test::run(loop, many(&offload, 500) && many(&offload, 500));
  CHECK(a == 124'750);
  CHECK(b == 124'750);
}

TEST_CASE("runtime::Offload::run requests stop and waits when cancelled") {
  boost::asio::io_context loop;
  Offload offload(1);
  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  test::run(loop, either(offload.run(UntilStopped{&begun, &ended}), until_one(&begun)));
  CHECK(ended == 1);
}

TEST_CASE("runtime::Offload::run gives up work that has not begun when cancelled") {
  boost::asio::io_context loop;
  Offload offload(1);
  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  std::atomic<int> queued = 0;
  auto wait = offload.run(UntilStopped{&queued, &ended});
  test::run(loop, either(offload.run(UntilStopped{&begun, &ended}),
                         either(std::move(wait), until_one(&begun))));
  CHECK(ended == 1);
  CHECK(queued == 0);
}

TEST_CASE("runtime::Offload stops what runs when it is destroyed") {
  boost::asio::io_context loop;
  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  int cancelled = 0;
  {
    Offload offload(1);
    for (int i = 0; i < 3; ++i) {
      boost::asio::co_spawn(loop, offload.run(UntilStopped{&begun, &ended}),
                            [&](std::exception_ptr error) { cancelled += is_cancelled(error); });
    }
    loop.poll();
  }
  test::run_until(loop, [&] { return cancelled + ended >= 3; });
  CHECK(begun == ended);
}
