#include "daemon/runtime/group.hpp"

#include <algorithm>
#include <chrono>
#include <list>
#include <memory>
#include <optional>

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
struct Group::State : std::enable_shared_from_this<Group::State> {
  using Clock = std::chrono::steady_clock;

  /// One that runs.
  struct Member {
    explicit Member(milliseconds how_long) : grace(how_long) {}
    asio::cancellation_signal cancellation;
    milliseconds grace;
    std::optional<Clock::time_point> due;  ///< when it is told that it is cancelled
    bool told = false;                     ///< once: a second would end what it does to put away
  };
  using Members = std::list<Member>;

  explicit State(Executor executor)
      : loop(std::move(executor)),
        changed(loop, asio::steady_timer::time_point::max()),
        due(loop) {}

  void cancel() {
    cancelled = true;
    const auto now = Clock::now();
    for (auto& task : tasks)
      if (!task.due) task.due = now + task.grace;
    tell();
  }

  /// Tells those that are due, and the others when they are.
  void tell() {
    const auto now = Clock::now();
    auto next = Clock::time_point::max();
    for (auto& task : tasks) {
      if (task.told) continue;
      if (*task.due > now) {
        next = std::min(next, *task.due);
        continue;
      }
      task.told = true;
      task.cancellation.emit(asio::cancellation_type::all);
    }
    if (next == Clock::time_point::max()) return;
    due.expires_at(next);
    due.async_wait([weak = weak_from_this()](boost::system::error_code stopped) {
      const auto self = weak.lock();
      if (self && !stopped && self->cancelled) self->tell();
    });
  }

  void ended(Members::iterator task, std::exception_ptr error) {
    tasks.erase(task);
    if (!first && !(cancelled && is_cancelled(error))) first = std::move(error);
    if (tasks.empty()) due.cancel();  // or the loop would run on for it
    changed.cancel();
  }

  Executor loop;
  asio::steady_timer changed;  ///< never expires; cancelled when a task ends
  asio::steady_timer due;      ///< while tasks have time left
  Members tasks;
  std::exception_ptr first;
  bool cancelled = false;
};

Group::Group(Executor loop) : state_(std::make_shared<State>(std::move(loop))) {}
Group::~Group() = default;

void Group::spawn(Task<> task, milliseconds grace) {
  const auto member = state_->tasks.emplace(state_->tasks.end(), grace);
  asio::co_spawn(state_->loop, std::move(task),
                 asio::bind_cancellation_slot(member->cancellation.slot(),
                                              [state = state_, member](std::exception_ptr error) {
                                                state->ended(member, std::move(error));
                                              }));
  if (state_->cancelled) state_->cancel();
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
