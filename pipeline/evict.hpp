#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "cache/cache.hpp"
#include "cache/records.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// What an eviction did.
struct Evicted {
  int files = 0;
  std::int64_t bytes = 0;
  std::int64_t left = 0;  ///< bytes that the store holds now; above the limit: all of it is needed
};

/// While the store holds more than `limit` bytes (0: no limit) removes what was used longest ago of
/// what `may_go`. Runs inside Cache::write: a file that is gone before its row only counts as
/// damaged, and is made again when somebody wants it.
Evicted evict(cache::Database& database, const Store& store, std::int64_t limit,
              const std::function<bool(const cache::Artifact&)>& may_go);

/// The same for a studio: only what is rendered may go. Pictures and voices stay, for somebody may
/// have paid for them; so do the film of each video with what stands beside it, and the parts of a
/// film that is still to be made. Of videos in the trash nothing rendered is kept.
Evicted evict_studio(cache::Database& database, const Store& store, std::int64_t limit,
                     const Rules& rules);

}  // namespace storyreel::pipeline
