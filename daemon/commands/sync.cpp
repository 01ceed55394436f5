#include <iostream>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/app.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/dry_run.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/control.hpp"

namespace storyreel::commands {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr int kInterrupted = 1;

Task<> sync_once(App* app, int* code) {
  *code = co_await app->sync_once();
}

// Who looks or gives orders meanwhile is answered as by a daemon.
Task<int> once(Executor loop, config::Settings settings) {
  App app(loop, std::move(settings), "storyreel sync", true);
  int code = 0;
  const auto ended = co_await (settled(sync_once(&app, &code)) || app.serve());
  if (const auto* error = std::get_if<0>(&ended); error && *error) std::rethrow_exception(*error);
  co_return code;
}

}  // namespace

int sync(const Arguments& arguments) {
  if (arguments.dry_run) return dry_run(settings(arguments));
  const auto folder = settings_without_secrets(arguments).state.directory;
  const Order order{.kind = OrderKind::sync, .target = arguments.video};
  if (const auto said = give_order(control_socket(folder), order)) {
    std::cout << *said << '\n';
    return 0;
  }
  const auto settings = commands::settings(arguments);
  return run_main([&](Executor loop) { return once(loop, settings); }, kInterrupted);
}

}  // namespace storyreel::commands
