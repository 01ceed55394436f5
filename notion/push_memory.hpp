#pragma once

#include <map>
#include <set>
#include <string>

#include "cache/records.hpp"

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

/// A page is written at most once in so long: what changes meanwhile goes with it.
constexpr seconds kMerge{2};
/// How far the work has come changes with every row: somebody who watches sees it move all the
/// same.
constexpr seconds kMergeProgress{5};

/// Forgets what no longer decides anything.
void tidy(PushMemory& memory, Time now);

/// When a row may be patched: a status that something else follows within 2 s is not worth a
/// request. Pure but for the memory.
Time row_due(PushMemory& memory, const cache::Item& item, Time now);

}  // namespace storyreel::notion
