#include "daemon/commands/loop.hpp"

#include <csignal>
#include <exception>
#include <unistd.h>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/runtime/service.hpp"

namespace storyreel::commands {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

// Within the 10 s that SIGTERM may take: whatever hangs then is resumable, so the process just
// ends.
constexpr unsigned kLastResort = 9;

struct Outcome {
  int code = 0;
  std::exception_ptr error;
};

// `||` waits for a success: a task that failed must end as one.
Task<Outcome> settled(Task<int> task) {
  Outcome outcome;
  try {
    outcome.code = co_await std::move(task);
  } catch (...) {
    outcome.error = std::current_exception();
  }
  co_return outcome;
}

Task<> terminated() {
  co_await until_terminated();
  ::alarm(kLastResort);
}

void stay_alive() {}

Task<> life(Task<int> main, Outcome& result, int when_terminated) {
  auto ended =
      co_await (settled(std::move(main)) || terminated() || on_signal(SIGUSR1, stay_alive));
  result = ended.index() == 0 ? std::get<0>(std::move(ended)) : Outcome{when_terminated, {}};
}

void rethrow(std::exception_ptr error) {
  if (error) std::rethrow_exception(error);
}

}  // namespace

int run_main(std::function<Task<int>(Executor)> main, int when_terminated) {
  boost::asio::io_context context(1);
  Outcome result;
  std::exception_ptr broken;
  boost::asio::co_spawn(context, life(main(context.get_executor()), result, when_terminated),
                        [&](std::exception_ptr error) { broken = error; });
  context.run();
  rethrow(broken);
  rethrow(result.error);
  return result.code;
}

}  // namespace storyreel::commands
