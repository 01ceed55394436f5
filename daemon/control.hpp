#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "cache/cache.hpp"
#include "daemon/live.hpp"
#include "daemon/orders.hpp"
#include "daemon/runtime/local_server.hpp"
#include "daemon/runtime/log.hpp"

namespace storyreel {

/// The control socket: orders from the shell, a JSON object a line each way.
///   {"order": "retry", "target": "raven#3"}  ->  {"ok": true, "said": "sentence 3 of …"}
///   {"order": "status"}                      ->  {"ok": true, "status": {…}} (daemon/live.hpp)
/// Orders are "pause", "resume", "retry", "undo-halt" and "sync" (daemon/orders.hpp). What can't be
/// done is {"ok": false, "said": why}.
class Control {
 public:
  struct Acts {
    std::function<Live()> live;
    std::function<void(const Order&, const Obeyed&)> obeyed;  ///< wakes whom it concerns
  };

  Control(cache::Cache& cache, StatusLog& log, Acts acts);

  Task<std::string> answer(std::string line, Peer peer);

 private:
  Task<std::string> obey_order(Order order, Peer peer);

  cache::Cache& cache_;
  StatusLog& log_;
  Acts acts_;
};

/// Where the daemon of a state directory listens.
std::filesystem::path control_socket(const std::filesystem::path& state_directory);

/// Gives an order to the daemon at `socket`: what it said. nullopt when none listens. Throws
/// UsageError with its words when it refuses. Blocks.
std::optional<std::string> give_order(const std::filesystem::path& socket, const Order& order);

/// Asks the daemon how it is; nullopt when none listens. Blocks.
std::optional<Live> ask_live(const std::filesystem::path& socket);

}  // namespace storyreel
