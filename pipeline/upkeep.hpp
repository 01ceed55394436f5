#pragma once

#include <cstdint>
#include <string_view>

#include "cache/cache.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// What is done around the making of films, and said in the log. Loop thread.
class Upkeep {
 public:
  /// `limit`: bytes of the store; 0: none. All outlive it.
  Upkeep(cache::Cache& cache, const Store& store, StatusLog& log, std::int64_t limit,
         const Rules& rules)
      : cache_(cache), store_(store), log_(log), limit_(limit), rules_(rules) {}

  /// Before anything is made, and while nothing runs. The first time takes over what an earlier
  /// storyreel made (pipeline/inherit). What was being bought when an earlier process ended, or a
  /// pass broke off, may have been made and charged: books that, the first time after either.
  Task<> begin();
  void broke_off();

  /// Keeps the store within its limit; says so when it can't, once.
  Task<> evict();

 private:
  Task<> look_through_ledger();

  cache::Cache& cache_;
  const Store& store_;
  StatusLog& log_;
  std::int64_t limit_;
  const Rules& rules_;
  bool inherited_ = false;
  std::string_view ended_ = "storyreel ended";  ///< since the last look; empty: nothing did
  bool told_full_ = false;
};

}  // namespace storyreel::pipeline
