#pragma once

#include <memory>
#include <string>

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "pipeline/providers/till.hpp"

namespace storyreel::pipeline {

/// For whom something is bought.
struct Buyer {
  std::string video;  ///< id
  std::string owner;  ///< item or video
  std::string stage;
};

/// A till that books in the ledger. What was bought before is not bought again: an answer that is
/// known is given out, and a job that a provider has is gone on with. What may have been bought,
/// which nobody can say, is repeated once; then it is refused until its user was told
/// (cache::ledger::tell).
/// `cache` outlives it.
std::unique_ptr<Till> make_counter(cache::Cache& cache, config::Limits limits, Buyer buyer);

}  // namespace storyreel::pipeline
