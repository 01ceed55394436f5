#include "cache/backup.hpp"

#include <filesystem>
#include <iostream>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/service.hpp"

namespace storyreel::commands {

int backup(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  const auto record = database(settings);
  cache::back_up(*record, arguments.backup);
  std::cout << arguments.backup.string() << " holds the record. What was made is in "
            << (settings.state.directory / "artifacts").string()
            << ": copy that folder after it; its files never change.\n";
  return 0;
}

int restore(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  const StateLock lock(settings.state.directory, "storyreel restore");
  const auto file = settings.state.directory / "storyreel.db";
  if (arguments.backup.empty()) {
    database(settings);
    cache::drop_mirror(*cache::open_alone(file));
    std::cout << "what was known of Notion is dropped; the next pass reads it anew\n";
    return 0;
  }
  const bool replaced = std::filesystem::exists(file);
  cache::restore(arguments.backup, file);
  std::cout << "restored";
  if (replaced) std::cout << "; the record before it is " << file.string() << ".before-restore";
  std::cout << "\nstoryreel verify tells which files of what was made are not there; they are made "
               "again\n";
  return 0;
}

}  // namespace storyreel::commands
