#include "cache/backup.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/orders.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/service.hpp"
#include "pipeline/regain.hpp"

namespace storyreel::commands {
namespace {

constexpr const char* kName = "storyreel restore";

std::filesystem::path record_of(const config::Settings& settings) {
  return settings.state.directory / "storyreel.db";
}

bool buys(const config::Settings& settings) {
  const std::array providers{settings.script.provider, settings.image.provider,
                             settings.voice.provider};
  return std::ranges::any_of(providers, [](const std::string& provider) {
    return provider != "builtin" && provider != "command";
  });
}

int forget_notion(const config::Settings& settings) {
  database(settings);
  const StateLock lock(settings.state.directory, kName);
  cache::drop_mirror(*cache::open_alone(record_of(settings)));
  std::cout << "what was known of Notion is dropped; the next pass reads it anew\n";
  return 0;
}

// What Notion shows may be newer than the record and its files: nobody has agreed to buy it again.
void hold_making(cache::Database& record) {
  obey(record, {.kind = OrderKind::pause, .target = {}});
  std::cout << "all making is paused: storyreel sync --dry-run tells what would be bought, "
               "storyreel resume goes on\n";
}

int put_back(cache::Database& backup, const config::Settings& settings) {
  const auto kept = cache::restore(backup, record_of(settings));
  std::cout << "restored";
  if (!kept.empty()) std::cout << "; the record before it is " << kept.string();
  std::cout << '\n';
  const auto record = cache::open_alone(record_of(settings));
  const auto found = pipeline::regain(*record, settings.state.directory / "artifacts");
  if (found > 0)
    std::cout << found << " pictures and voices that were made since the backup are known again\n";
  if (buys(settings)) hold_making(*record);
  std::cout << "storyreel verify tells which files of what was made are not there; they are made "
               "again\n";
  return 0;
}

}  // namespace

int backup(const Arguments& arguments) {
  const auto settings = settings_without_secrets(arguments);
  const auto record = database(settings);
  cache::back_up(*record, arguments.backup);
  std::cout << arguments.backup.string() << " holds the record. What was made is in "
            << (settings.state.directory / "artifacts").string()
            << ": copy that folder after it; its files never change.\n";
  return 0;
}

int restore(const Arguments& arguments) {
  const auto settings = settings_without_secrets(arguments);
  if (arguments.backup.empty()) return forget_notion(settings);
  // Opened first: who holds the directory becomes its owner, who may not be allowed to.
  const auto backup = cache::open_backup(arguments.backup);
  const StateLock lock(settings.state.directory, kName);
  return put_back(*backup, settings);
}

}  // namespace storyreel::commands
