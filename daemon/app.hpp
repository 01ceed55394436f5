#pragma once

#include <cstdint>
#include <string>

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/media.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/http_server.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/service.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task.hpp"
#include "notion/client.hpp"
#include "notion/sync.hpp"
#include "pipeline/store.hpp"
#include "pipeline/work.hpp"

namespace storyreel {

/// The composition root: every long-lived object, in construction order. Holds the state directory
/// for as long as it lives.
class App {
 public:
  /// `echo`: status lines go to standard error as well. Throws UsageError and HeldError.
  App(Executor loop, config::Settings settings, std::string_view command, bool echo);

  /// The daemon's life: init, then pull && work && push && serve until cancelled. Keeps trying while
  /// the workspace is not there; throws UsageError for what only a person can mend.
  Task<> run();

  /// Brings everything up to date once. Returns the exit code: 0, or 3 when some video failed.
  Task<int> sync_once();

  /// Makes pull look now (SIGUSR1).
  void poll_now();

  /// Whether the first pass is done.
  bool ready() const;

  cache::Cache& cache();
  pipeline::Store& store();
  notion::Client& client();
  StatusLog& log();
  const config::Settings& settings() const;

 private:
  Task<> pull_loop();
  Task<> work_loop();
  Task<> push_loop();

  config::Settings settings_;
  StateLock lock_;
  StatusLog log_;
  cache::Cache cache_;
  Offload offload_;
  HttpClient http_;
  HttpServer listener_;
  pipeline::Store store_;
  pipeline::Providers providers_;
  Signal pull_now_, work_now_, push_now_;
  notion::Client client_;
  notion::Pull pull_;
  pipeline::Work work_;
  notion::Push push_;
  Media media_;
  bool ready_ = false;
};

}  // namespace storyreel
