#pragma once

#include <exception>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/control.hpp"
#include "daemon/live.hpp"
#include "daemon/media.hpp"
#include "daemon/metrics.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/http_server.hpp"
#include "daemon/runtime/local_server.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/service.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task.hpp"
#include "notion/client.hpp"
#include "notion/sync.hpp"
#include "pipeline/hosting/publisher.hpp"
#include "pipeline/store.hpp"
#include "pipeline/work.hpp"

namespace storyreel {

/// The composition root: every long-lived object, in construction order. Holds the state directory
/// for as long as it lives. Loop thread only.
class App {
 public:
  /// `echo`: status lines go to standard error as well. Throws UsageError and HeldError.
  App(Executor loop, config::Settings settings, std::string_view command, bool echo);

  /// The daemon's life: work, and after init pull && sweep && push && films && views, and serve,
  /// until cancelled. Keeps trying while the workspace is not there; throws UsageError, told in the
  /// log too, for what only a person can mend.
  Task<> run();

  /// Brings everything up to date once, fresh pages' settling included. Returns the exit code: 0,
  /// or 3 when some video failed. Throws when Notion can't be reached.
  Task<int> sync_once();

  /// Answers at the HTTP port and the control socket, which listen from the beginning, until
  /// cancelled. run() does so too.
  Task<> serve();

  /// Makes pull look now (SIGUSR1).
  void poll_now();

  /// Whether the first pass is done.
  bool ready() const;

  cache::Cache& cache();
  const pipeline::Store& store() const;
  StatusLog& log();

 private:
  /// One of the loops: a pass, and when to do it again.
  struct Loop {
    std::string doing;  ///< "reading Notion"
    std::function<Task<Pass>()> pass;
    Signal& wake;
    std::vector<Signal*> wakes;  ///< whom a change concerns
    milliseconds longest;        ///< between two passes
  };

  notion::Files files();
  Task<> live();
  Task<> sync();
  Task<> init();
  Task<> keep(Loop loop);
  Task<Pass> first_then_pull();
  Task<> tell_service();

  // What others are told, and what they tell us (app_told.cpp).
  Live live_report() const;
  Health health() const;
  Task<std::string> metrics_text();
  void count();
  void obeyed(const Order& order, const Obeyed& obeyed);
  Task<Pass> push_and_count();

  config::Settings settings_;
  StateLock lock_;
  std::vector<Secret> hidden_;
  StatusLog log_;
  cache::Cache cache_;
  Offload offload_;
  Offload reader_{1};  ///< of what is uploaded: those that make films are busy for long
  HttpClient http_;
  HttpServer listener_;
  pipeline::Store store_;
  pipeline::Providers providers_;
  Signal pull_now_, sweep_now_, work_now_, push_now_, films_now_, views_now_, store_now_;
  notion::Client client_;
  notion::Pull pull_;
  notion::Sweep sweep_;
  pipeline::Work work_;
  pipeline::Publisher publisher_;
  notion::Push push_;
  notion::Films films_;
  notion::Views views_;
  Metrics metrics_;
  Media media_;
  LocalServer shell_;
  Control control_;
  std::map<std::string, std::string> troubles_;  ///< what a loop does → why that fails now
  Time since_ = now();
  Time counted_ = since_;       ///< edits that were noticed, up to then
  std::exception_ptr stopped_;  ///< what only a person can mend
  bool ready_ = false;
};

/// Whether a video that is not trashed failed, or a sentence of it.
bool some_video_failed(cache::Database& database);

}  // namespace storyreel
