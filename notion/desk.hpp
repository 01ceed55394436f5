#pragma once

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/log.hpp"
#include "notion/client.hpp"
#include "notion/sync.hpp"

namespace storyreel::notion {

/// What pull and push work with; passed by value, owns nothing but its settings.
struct Desk {
  Client& client;
  cache::Cache& cache;
  StatusLog& log;
  config::Notion settings;
  const Files* files = nullptr;  ///< null: nothing is uploaded
};

}  // namespace storyreel::notion
