#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "cache/records.hpp"
#include "daemon/runtime/signal.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// What push remembers between passes, by page, item or video id.
struct PushMemory {
  /// A status and since when it stands.
  struct Watch {
    cache::ItemStatus status = cache::ItemStatus::pending;
    Time since{};
  };
  /// Failed attempts in a row.
  struct Trouble {
    int attempts = 0;
    Time next{};
    std::string error;  ///< blank: it passes by itself
  };
  std::map<std::string, Time> patched;
  std::map<std::string, Watch> watches;
  std::map<std::string, Trouble> troubles;
  std::map<std::string, std::size_t> filling;  ///< rows made while others still wait
  std::set<std::string> bringing;              ///< names of files that are being uploaded
};

/// Forgets what no longer decides anything.
void tidy(PushMemory& memory, Time now);

/// When a row may be patched: a status that something else follows within 2 s is not worth a
/// request. Pure but for the memory.
Time row_due(PushMemory& memory, const cache::Item& item, Time now);

/// Brings all pages of one video to `revision`: details database, rows, values. What is held back
/// or failed is due at `again_at`. Throws only what concerns everything (no network, no token).
Task<Pass> push_video(Desk desk, PushMemory& memory, std::string video_id, std::int64_t revision);

}  // namespace storyreel::notion
