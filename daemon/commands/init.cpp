#include <iostream>

#include "cache/repository.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/commands/studio.hpp"
#include "daemon/runtime/log.hpp"
#include "notion/sync.hpp"

namespace storyreel::commands {
namespace {

Task<int> make_studio(Executor loop, config::Settings settings) {
  Studio studio(loop, settings, "storyreel init");
  if (studio.holder != 0) {
    std::cout << "process " << studio.holder << " is running and keeps the studio's databases\n";
    co_return 0;
  }
  co_await notion::init(studio.client, studio.cache, settings.notion);
  StatusLog log(settings.state.directory / "log" / "status.log", true);
  co_await notion::Views(studio.client, studio.cache, log, settings.notion).pass();
  const auto videos = co_await studio.cache.read(cache::bases::videos);
  std::cout << "the studio is ready" << (videos ? ": " + videos->url : "") << '\n';
  co_return 0;
}

}  // namespace

int init(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  return run_main([&](Executor loop) { return make_studio(loop, settings); }, 1);
}

}  // namespace storyreel::commands
