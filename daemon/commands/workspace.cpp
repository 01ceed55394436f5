#include "notion/workspace/workspace.hpp"

#include <iostream>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "notion/workspace/control.hpp"

namespace storyreel::commands {
namespace {

Task<int> serve(Executor loop, workspace::Options options) {
  workspace::Workspace workspace(loop, std::move(options));
  std::cout << "workspace ready at " << workspace.url() << std::endl;
  if (!workspace.loopback())
    std::cerr << "warning: " << workspace.url()
              << " can be reached from other machines, unencrypted: whoever has a token or the "
                 "page's link can read and write everything"
              << std::endl;
  std::cerr << "its web page: " << workspace.page_url() << std::endl;
  co_await workspace.run();
  co_return 0;
}

constexpr const char* kAbout =
    "Notion's public REST API, versions 2025-09-03 and 2026-03-11, from one SQLite file: for any\n"
    "client whose base URL can be set, without an account or a network. The link on standard "
    "error\n"
    "opens the same pages in a browser, live.\n\n"
    "Files below --data, mode 0600:\n"
    "  workspace.db       all that was written; kill -9 loses no acknowledged write\n"
    "  integration.token  a connection's token; the page \"Studio\" is shared with it\n"
    "  person.token       a personal access token: acts as a person, sees everything\n"
    "  page.key           what the link of the web page carries\n\n"
    "On another address than loopback, whoever reaches it and has a token or the link can read "
    "and\n"
    "write everything, unencrypted; --control is refused there.\n\n"
    "With --control (JSON in, JSON out; GET /_control/ answers this table):\n";

}  // namespace

std::string workspace_help() {
  return kAbout + workspace::control_help();
}

int workspace(const Arguments& arguments) {
  const workspace::Options options{.listen = arguments.listen,
                                   .data = arguments.folder,
                                   .control = arguments.control,
                                   .requests_per_minute = arguments.requests_per_minute};
  return run_main([&](Executor loop) { return serve(loop, options); }, 0);
}

}  // namespace storyreel::commands
