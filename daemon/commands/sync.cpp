#include <iostream>

#include "daemon/app.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/dry_run.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/control.hpp"
#include "daemon/runtime/service.hpp"

namespace storyreel::commands {
namespace {

constexpr int kInterrupted = 1;

Task<int> once(Executor loop, config::Settings settings) {
  App app(loop, std::move(settings), "storyreel sync", true);
  co_return co_await app.sync_once();
}

}  // namespace

int sync(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  if (arguments.dry_run) return dry_run(settings);
  const Order order{.kind = OrderKind::sync, .target = arguments.video};
  if (const auto said = give_order(control_socket(settings.state.directory), order)) {
    std::cout << *said << '\n';
    return 0;
  }
  if (const int holder = StateLock::holder(settings.state.directory)) {
    wake(holder);
    std::cout << "process " << holder << " is running and was told to look at Notion now\n";
    return 0;
  }
  return run_main([&](Executor loop) { return once(loop, settings); }, kInterrupted);
}

}  // namespace storyreel::commands
