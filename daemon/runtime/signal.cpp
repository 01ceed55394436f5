#include "daemon/runtime/signal.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

namespace asio = boost::asio;

/// "Never" in milliseconds overflows the clock's nanoseconds.
milliseconds bounded(milliseconds duration) {
  return std::clamp(duration, milliseconds{0}, milliseconds{std::chrono::years{10}});
}

}  // namespace

struct Signal::State {
  asio::steady_timer timer;
  bool notified = false;
};

Task<> sleep_for(milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, bounded(duration));
  co_await timer.async_wait(asio::use_awaitable);
}

Signal::Signal(Executor loop) : state_(std::make_unique<State>(asio::steady_timer(loop))) {}
Signal::~Signal() = default;

void Signal::notify() {
  state_->notified = true;
  state_->timer.cancel();
}

Task<> Signal::wait_for(milliseconds duration) {
  if (!state_->notified) {
    state_->timer.expires_after(bounded(duration));
    co_await state_->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) {
      std::rethrow_exception(cancelled());
    }
  }
  state_->notified = false;
}

}  // namespace storyreel
