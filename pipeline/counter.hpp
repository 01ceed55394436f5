#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/providers/till.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// For whom something is bought.
struct Buyer {
  std::string video;  ///< id
  std::string owner;  ///< item or video
  std::string stage;
};

/// Where purchases are booked, and what came is put until it is kept. What it names outlives it.
struct Books {
  cache::Cache& cache;
  const Store& store;
  config::Limits limits;
  bool closed = false;  ///< what is open goes on; nothing more is bought
};

/// A till that books in the ledger. What was bought before is not bought again: an answer that is
/// known and a delivery that stands are given out, and a job that a provider has is gone on with.
/// What may have been bought, which nobody can say, is repeated once; then it is refused until its
/// user was told (cache::ledger::tell).
/// `books` outlive it.
std::unique_ptr<Till> make_counter(Books& books, Buyer buyer);

/// Runs `work`, which buys through `till`; when it fails, nothing is left open. (When it is
/// cancelled, that is for Upkeep::look_through_ledger to see.)
template <class T>
Task<T> buying(Task<T> work, Till& till) {
  std::exception_ptr failure;
  try {
    co_return co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  if (!is_cancelled(failure)) co_await till.left();
  std::rethrow_exception(failure);
}

}  // namespace storyreel::pipeline
