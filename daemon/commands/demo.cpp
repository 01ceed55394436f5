#include <chrono>
#include <iostream>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/app.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/demo_folder.hpp"
#include "daemon/commands/director.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/workspace_thread.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/signal.hpp"

namespace storyreel::commands {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr milliseconds kForever = std::chrono::hours(24);

Task<> stay() {
  std::cout << "\nserving until Ctrl-C" << std::endl;
  for (;;) co_await sleep_for(kForever);
}

Task<> direct(Director& director, bool leave, int& code) {
  code = co_await director.run();
  if (code == 0 && !leave) co_await stay();
}

Task<int> perform(Executor loop, DemoFolder folder, bool leave, int& outcome) {
  const WorkspaceThread notion({.listen = workspace_listen(folder), .data = folder.workspace()});
  App app(loop, demo_settings(loop, folder, notion.workspace()), "storyreel demo", false);
  HttpClient http(loop);
  Director director(app, http, notion.workspace(), folder);
  const auto ended = co_await (settled(app.run()) || settled(direct(director, leave, outcome)));
  const auto error = ended.index() == 0 ? std::get<0>(ended) : std::get<1>(ended);
  if (error) std::rethrow_exception(error);
  co_return outcome;
}

constexpr int kUnfinished = 1;

}  // namespace

int demo(const Arguments& arguments) {
  const DemoFolder folder = open_folder(arguments.folder);
  // Ctrl-C ends the serving well, but not a demo whose film is still being made.
  int outcome = kUnfinished;
  run_main([&](Executor loop) { return perform(loop, folder, arguments.leave, outcome); }, 0);
  return outcome;
}

}  // namespace storyreel::commands
