#pragma once

#include <optional>

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/service.hpp"
#include "daemon/runtime/task.hpp"
#include "notion/client.hpp"

namespace storyreel::commands {

/// Notion and the cache for commands that come and go. Beside a running daemon (`holder` is its
/// process) they share its database; otherwise the state directory is held meanwhile.
struct Studio {
  Studio(Executor loop, const config::Settings& settings, const char* command);

  int holder;
  std::optional<StateLock> lock;
  cache::Cache cache;
  HttpClient http;
  notion::Client client;
};

}  // namespace storyreel::commands
