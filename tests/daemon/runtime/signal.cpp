#include "daemon/runtime/signal.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

Task<> notify_after(Signal* signal, milliseconds wait) {
  co_await sleep_for(wait);
  signal->notify();
  signal->notify();
}

Task<bool> times_out(Signal* signal, milliseconds wait) {
  const auto start = std::chrono::steady_clock::now();
  co_await signal->wait_for(wait);
  co_return std::chrono::steady_clock::now() - start >= wait;
}

Task<> until_notified(Signal* signal) {
  co_await signal->wait_for(milliseconds::max());
}

Task<> cancelled_wait(Signal* signal) {
  co_await (until_notified(signal) || sleep_for(milliseconds{2}));
}

}  // namespace

TEST_CASE("runtime::sleep_for throws the cancellation error when cancelled") {
  boost::asio::io_context loop;
  boost::asio::cancellation_signal stop;
  std::exception_ptr error;
  boost::asio::co_spawn(
      loop, sleep_for(seconds{60}),
      boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e) { error = e; }));
  loop.poll();
  stop.emit(boost::asio::cancellation_type::terminal);
  test::run_until(loop, [&] { return error != nullptr; });
  CHECK(is_cancelled(error));
}

TEST_CASE("runtime::Signal::wait_for returns when notified during the wait") {
  boost::asio::io_context loop;
  Signal signal(loop.get_executor());
  test::run(loop, until_notified(&signal) && notify_after(&signal, milliseconds{1}));
  SUBCASE("and both notifications were one") {
    CHECK(test::run(loop, times_out(&signal, milliseconds{2})));
  }
}

TEST_CASE("runtime::Signal::wait_for returns at once when notified before") {
  boost::asio::io_context loop;
  Signal signal(loop.get_executor());
  signal.notify();
  CHECK_FALSE(test::run(loop, times_out(&signal, seconds{60})));
  CHECK(test::run(loop, times_out(&signal, milliseconds{2})));
}

TEST_CASE("runtime::Signal keeps a notification that comes after a cancelled wait") {
  boost::asio::io_context loop;
  Signal signal(loop.get_executor());
  test::run(loop, cancelled_wait(&signal));
  signal.notify();
  CHECK_FALSE(test::run(loop, times_out(&signal, seconds{60})));
}
