#pragma once

#include <functional>
#include <string>

#include "cache/cache.hpp"
#include "daemon/runtime/http_server.hpp"
#include "pipeline/store.hpp"

namespace storyreel {

/// The daemon's listener: /healthz, and /media/<name> for what was published, with byte ranges.
/// Everything else is 404.
class Media {
 public:
  /// `ready` answers /healthz: 200 when true, else 503.
  Media(cache::Cache& cache, const pipeline::Store& store, std::function<bool()> ready);

  Task<ServerReply> answer(ServerRequest request);

 private:
  cache::Cache& cache_;
  const pipeline::Store& store_;
  std::function<bool()> ready_;
};

}  // namespace storyreel
