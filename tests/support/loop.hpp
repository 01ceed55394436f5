#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/runtime/task.hpp"

namespace storyreel::test {

/// Runs `loop` until `done()` says so; throws after a minute, so that no test hangs.
template <class Done>
void run_until(boost::asio::io_context& loop, Done done) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("the test took too long");
    loop.restart();
    loop.run_one_for(std::chrono::milliseconds{100});
  }
}

/// Runs `loop` until `task` has ended; its result or exception.
template <class T>
T run(boost::asio::io_context& loop, Task<T> task) {
  std::optional<std::exception_ptr> error;
  if constexpr (std::is_void_v<T>) {
    boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr e) { error = e; });
    run_until(loop, [&] { return error.has_value(); });
    if (*error) std::rethrow_exception(*error);
  } else {
    std::optional<T> result;
    boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr e, T value) {
      if (!e) result.emplace(std::move(value));
      error = e;
    });
    run_until(loop, [&] { return error.has_value(); });
    if (*error) std::rethrow_exception(*error);
    return std::move(*result);
  }
}

/// Runs `task` on a loop of its own (not for tasks on an Offload pool, which goes before its loop).
template <class T>
T run(Task<T> task) {
  boost::asio::io_context loop;
  return run(loop, std::move(task));
}

}  // namespace storyreel::test
