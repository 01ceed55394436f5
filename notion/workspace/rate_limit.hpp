#pragma once

#include <map>
#include <optional>
#include <string>

#include "daemon/runtime/time.hpp"

namespace storyreel::workspace {

/// Notion's fixed budget per connection: so many requests in each window of 60 seconds, at any
/// pace within it.
class RateLimit {
 public:
  explicit RateLimit(int per_minute) : per_minute_(per_minute) {}

  /// Books a request of `user`; the whole seconds to wait when the window's budget is spent.
  std::optional<int> refuse(const std::string& user, Time now);

 private:
  struct Window {
    Time start;
    int used = 0;
  };
  int per_minute_;  ///< 0: no limit
  std::map<std::string, Window> windows_;
};

}  // namespace storyreel::workspace
