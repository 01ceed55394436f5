#include "notion/workspace/workspace.hpp"

#include <iostream>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"

namespace storyreel::commands {
namespace {

Task<int> serve(Executor loop, workspace::Options options) {
  workspace::Workspace workspace(loop, std::move(options));
  std::cout << "workspace ready at " << workspace.url() << std::endl;
  std::cerr << "its web page: " << workspace.page_url() << std::endl;
  co_await workspace.run();
  co_return 0;
}

}  // namespace

int workspace(const Arguments& arguments) {
  const workspace::Options options{.listen = arguments.listen,
                                   .data = arguments.folder,
                                   .control = arguments.control,
                                   .requests_per_minute = arguments.requests_per_minute};
  return run_main([&](Executor loop) { return serve(loop, options); }, 0);
}

}  // namespace storyreel::commands
