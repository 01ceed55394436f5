#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace storyreel {

/// The one coroutine type. Parameters of a coroutine are values; lambdas that capture are never
/// coroutines.
template <class T = void>
using Task = boost::asio::awaitable<T>;

/// How executors travel. There is one loop thread; everything not said otherwise runs on it.
using Executor = boost::asio::any_io_executor;

}  // namespace storyreel
