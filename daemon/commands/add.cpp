#include <iostream>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/commands/studio.hpp"
#include "daemon/control.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/sync.hpp"

namespace storyreel::commands {
namespace {

constexpr std::uintmax_t kLargestScript = 4u << 20;

std::string clean(const std::string& text, const std::string& what) {
  if (is_utf8(text)) return to_utf8(text);
  std::cerr << "storyreel: " << what
            << " is not valid UTF-8: what can't be read is shown as \uFFFD\n";
  return to_utf8(text);
}

notion::NewVideo video(const Arguments& arguments) {
  std::string script;
  if (arguments.script) {
    script = clean(read_file(*arguments.script, kLargestScript), arguments.script->string());
  }
  return {.title = clean(arguments.title, "the title"), .url = arguments.url, .script = script};
}

Task<int> add_video(Executor loop, config::Settings settings, notion::NewVideo video) {
  Studio studio(loop, settings, "storyreel add");
  if (studio.holder == 0) {
    co_await notion::init(studio.client, studio.cache, settings.notion);
  }
  const std::string url = co_await notion::add(studio.client, studio.cache, std::move(video));
  std::cout << "added: " << url << '\n';
  if (studio.holder != 0) {
    give_order(control_socket(settings.state.directory), {.kind = OrderKind::sync, .target = {}});
  }
  co_return 0;
}

}  // namespace

int add(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  const auto wanted = video(arguments);
  return run_main([&](Executor loop) { return add_video(loop, settings, wanted); }, 1);
}

}  // namespace storyreel::commands
