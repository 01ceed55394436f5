#include "daemon/commands/loop.hpp"

#include <csignal>
#include <unistd.h>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/runtime/service.hpp"

namespace storyreel::commands {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

// Within the 10 s that SIGTERM may take. What hangs then is resumable: the process just ends.
constexpr unsigned kLastResort = 9;

Task<> into(Task<int> task, int& code) {
  code = co_await std::move(task);
}

Task<> terminated() {
  co_await until_terminated();
  notify_service("STOPPING=1");
  ::alarm(kLastResort);
}

void stay_alive() {}

Task<> life(Task<int> main, int& code, int when_terminated) {
  const auto ended = co_await (terminated() || on_signal(SIGUSR1, stay_alive) ||
                               settled(into(std::move(main), code)));
  if (ended.index() == 0) {
    code = when_terminated;
  } else if (const auto error = std::get<2>(ended)) {
    std::rethrow_exception(error);
  }
}

}  // namespace

int run_main(std::function<Task<int>(Executor)> main, int when_terminated) {
  boost::asio::io_context context(1);
  int code = 0;
  std::exception_ptr error;
  boost::asio::co_spawn(context, life(main(context.get_executor()), code, when_terminated),
                        [&](std::exception_ptr thrown) { error = std::move(thrown); });
  context.run();
  if (error) std::rethrow_exception(error);
  return code;
}

Task<std::exception_ptr> settled(Task<> task) {
  std::exception_ptr error;
  try {
    co_await std::move(task);
  } catch (...) {
    error = std::current_exception();
  }
  co_return error;
}

}  // namespace storyreel::commands
