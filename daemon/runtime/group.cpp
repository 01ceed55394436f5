#include "daemon/runtime/group.hpp"

#include <algorithm>
#include <list>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel {

namespace asio = boost::asio;

/// Shared with the completion handlers of the tasks, which an ending program may destroy last.
struct Group::State {
  explicit State(Executor executor)
      : loop(std::move(executor)), changed(loop, asio::steady_timer::time_point::max()) {}

  void cancel() {
    cancelled = true;
    for (auto& task : tasks) task.emit(asio::cancellation_type::all);
  }

  void ended(std::list<asio::cancellation_signal>::iterator task, std::exception_ptr error) {
    tasks.erase(task);
    if (!first && !(cancelled && is_cancelled(error))) first = std::move(error);
    changed.cancel();
  }

  Executor loop;
  asio::steady_timer changed;  ///< never expires; cancelled when a task ends
  std::list<asio::cancellation_signal> tasks;
  std::exception_ptr first;
  bool cancelled = false;
};

Group::Group(Executor loop) : state_(std::make_shared<State>(std::move(loop))) {}
Group::~Group() = default;

void Group::spawn(Task<> task) {
  const auto cancellation = state_->tasks.emplace(state_->tasks.end());
  asio::co_spawn(state_->loop, std::move(task),
                 asio::bind_cancellation_slot(cancellation->slot(), [state = state_, cancellation](
                                                                        std::exception_ptr error) {
                   state->ended(cancellation, std::move(error));
                 }));
  if (state_->cancelled) cancellation->emit(asio::cancellation_type::all);
}

std::size_t Group::running() const {
  return state_->tasks.size();
}

Task<> Group::until_below(std::size_t limit) {
  while (running() >= std::max<std::size_t>(limit, 1)) {
    co_await state_->changed.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

Task<> Group::run(Task<> body) {
  std::exception_ptr error;
  try {
    co_await std::move(body);
  } catch (...) {
    error = std::current_exception();
  }
  if (error) state_->cancel();
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);  // or the waits below would not wait
  while (running() > 0) {
    // Once: a second would end what they do to put away.
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    const bool cancelled = cancellation.cancelled() != asio::cancellation_type::none;
    if (cancelled && !state_->cancelled) state_->cancel();
    co_await state_->changed.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (!error) error = std::exchange(state_->first, nullptr);
  if (!error && state_->cancelled) error = storyreel::cancelled();
  state_->cancelled = false;
  if (error) std::rethrow_exception(error);
}

Task<> Group::join() {
  const auto nothing = []() -> Task<> { co_return; };
  co_await run(nothing());
}

}  // namespace storyreel
