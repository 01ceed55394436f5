#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/time.hpp"

namespace storyreel::workspace {

/// A budget that one endpoint has besides.
struct EndpointLimit {
  std::string method, path;  ///< as in the table of routes, with {…_id}
  int per_minute = 0;
};

/// How many requests each window takes; 0: any number.
struct RateLimits {
  int per_connection = 0;
  int per_workspace = 0;  ///< of all connections together, in proportion to its window
  seconds workspace_window{60};
  std::vector<EndpointLimit> endpoints = {};
};

/// Why a request is refused, and for how long.
struct Refused {
  std::string_view reason;  ///< Notion's rate_limit_reason
  int seconds;
};

/// Notion's fixed budgets: so many requests in each window of 60 seconds, at any pace within it.
/// A refused request is booked nowhere.
class RateLimit {
 public:
  explicit RateLimit(int per_minute) { limits_.per_connection = per_minute; }

  const RateLimits& limits() const { return limits_; }
  /// Begins all windows anew.
  void set(RateLimits limits);

  /// Books a request of `user` to the endpoint `method` `path` (as in the table of routes).
  std::optional<Refused> refuse(const std::string& user, std::string_view method,
                                std::string_view path, Time now);

 private:
  struct Window {
    Time start;
    int used = 0;
  };
  RateLimits limits_;
  std::map<std::string, Window, std::less<>> windows_;
};

}  // namespace storyreel::workspace
