#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/http_server.hpp"
#include "pipeline/store.hpp"

namespace storyreel {

/// How the daemon is. Ready: Notion was read once. Reasons are what keeps it from being well.
struct Health {
  bool ready = false;
  std::vector<std::string> reasons;  ///< for people, a line each
};

/// The daemon's listener: /healthz, /metrics, and /media/<name> for what was published, with byte
/// ranges. Everything else is 404.
class Media {
 public:
  struct Acts {
    /// /healthz: 200 when it is ready, else 503; the reasons stand below in either case.
    std::function<Health()> health;
    std::function<Task<std::string>()> metrics;
  };

  Media(cache::Cache& cache, const pipeline::Store& store, Acts acts);

  Task<ServerReply> answer(ServerRequest request);

 private:
  cache::Cache& cache_;
  const pipeline::Store& store_;
  Acts acts_;
};

}  // namespace storyreel
