#include "daemon/commands/studio.hpp"

namespace storyreel::commands {
namespace {

std::optional<StateLock> lock_unless(bool held, const std::filesystem::path& directory,
                                     const char* command) {
  if (held) return std::nullopt;
  return std::optional<StateLock>(std::in_place, directory, command);
}

}  // namespace

Studio::Studio(Executor loop, const config::Settings& settings, const char* command)
    : holder(StateLock::holder(settings.state.directory)),
      lock(lock_unless(holder != 0, settings.state.directory, command)),
      cache(loop, settings.state.directory / "storyreel.db"),
      http(loop),
      client(loop, http, settings.notion) {}

}  // namespace storyreel::commands
