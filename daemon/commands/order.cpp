#include <iostream>

#include <SQLiteCpp/Transaction.h>

#include "cache/cache.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/control.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/service.hpp"

namespace storyreel::commands {
namespace {

// Without a daemon the record is written here; the next one shows it in Notion.
std::string obey_alone(const config::Settings& settings, const Order& order) {
  database(settings);
  const StateLock lock(settings.state.directory, "storyreel " + std::string(word(order.kind)));
  const auto opened = cache::open_alone(settings.state.directory / "storyreel.db");
  SQLite::Transaction transaction(*opened);
  const auto obeyed = obey(*opened, order);
  transaction.commit();
  return obeyed.said + " (no daemon runs: Notion shows it when one does)";
}

int give(const Arguments& arguments, OrderKind kind) {
  const auto settings = settings_without_secrets(arguments);
  const Order order{.kind = kind, .target = arguments.video};
  auto said = give_order(control_socket(settings.state.directory), order);
  std::cout << (said ? *said : obey_alone(settings, order)) << '\n';
  return 0;
}

}  // namespace

int pause(const Arguments& arguments) {
  return give(arguments, OrderKind::pause);
}

int resume(const Arguments& arguments) {
  return give(arguments, OrderKind::resume);
}

int retry(const Arguments& arguments) {
  return give(arguments, OrderKind::retry);
}

int undo_halt(const Arguments& arguments) {
  return give(arguments, OrderKind::undo_halt);
}

}  // namespace storyreel::commands
