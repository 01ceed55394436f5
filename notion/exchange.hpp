#pragma once

#include <optional>
#include <string>

#include "config/settings.hpp"
#include "daemon/runtime/http_client.hpp"
#include "notion/budget.hpp"

namespace storyreel::notion {

/// One request to Notion.
struct Call {
  std::string method;
  std::string path;  ///< "/v1/pages/…"
  std::string body;  ///< JSON, or empty
  Priority priority = Priority::normal;
  std::string lane = {};  ///< the data source that a write changes; blank: none known
  bool write = false;     ///< its doubtful outcome is not repeated
  int attempts = 6;
  std::optional<Time> not_after;  ///< leave the queue by then, or throw StaleError
};

/// Sends calls through the budget and judges the replies.
class Exchange {
 public:
  Exchange(Executor loop, HttpClient& http, config::Notion settings);

  /// The body of the good reply. Waits out Retry-After and retries what may be retried. Throws
  /// ApiError, DoubtfulError (writes) and TransportError.
  Task<std::string> send(Call call);

 private:
  struct Attempt;

  Task<Attempt> attempt(Call call);
  HttpRequest request(const Call& call) const;
  void rest(const Call& call, const Attempt& attempt, int failures);

  HttpClient& http_;
  config::Notion settings_;
  Budget budget_;
};

}  // namespace storyreel::notion
