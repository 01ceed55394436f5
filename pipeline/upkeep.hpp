#pragma once

#include <cstdint>

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

  /// The first time: books what an earlier process was buying when it ended, which may have been
  /// made and charged; and takes over what an earlier storyreel made (pipeline/inherit).
  Task<> begin();

  /// Keeps the store within its limit; says so when it can't, once.
  Task<> evict();

 private:
  cache::Cache& cache_;
  const Store& store_;
  StatusLog& log_;
  std::int64_t limit_;
  const Rules& rules_;
  bool begun_ = false;
  bool told_full_ = false;
};

}  // namespace storyreel::pipeline
