#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/runtime/time.hpp"

namespace storyreel::pipeline {

/// Which videos are to be looked at: those that changed since they were looked at last, and those
/// whose time has come. Loop thread.
class Attention {
 public:
  /// Of the videos that are there, in their order, with their revisions. Others are forgotten.
  std::vector<std::string> due(const std::vector<std::pair<std::string, std::int64_t>>& there,
                               Time now);

  /// A video was looked at as it was at `revision`, and is again at the latest at that time.
  void looked(const std::string& video, std::int64_t revision, std::optional<Time> again_at);

  /// It is looked at then at the latest, sooner where it changes.
  void wait(const std::string& video, Time until);

  /// It is due, as is every video that was never looked at.
  void forget(const std::string& video) { seen_.erase(video); }
  void forget_all() { seen_.clear(); }

  /// When a video is due though nothing changed; nullopt: none is.
  std::optional<Time> next() const;

 private:
  struct Look {
    std::int64_t revision = -1;
    std::optional<Time> again_at;
  };

  std::map<std::string, Look> seen_;
};

}  // namespace storyreel::pipeline
