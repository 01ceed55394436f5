#pragma once

#include "config/settings.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/task.hpp"

namespace storyreel::notion {

/// The one version of Notion's API that is spoken.
constexpr std::string_view kVersion = "2026-03-11";

/// Notion's API as verbs: one method an endpoint, typed results, all through one request budget.
class Client {
 public:
  Client(Executor loop, HttpClient& http, config::Notion settings);
};

}  // namespace storyreel::notion
