#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>

#include "cache/cache.hpp"
#include "cache/records.hpp"
#include "notion/client.hpp"

/// Nothing is created twice: the intent is committed before the POST, and what an unclear POST may
/// have made is looked for until Notion's index lag has passed before it is made again.
namespace storyreel::notion {

/// Commits `intent`, now.
Task<> begin_intent(cache::Cache& cache, cache::Intent intent);

/// After a failed POST: keeps the intent, dated now, when the object may have been made, and
/// returns its id where Notion said it (else blank: look later); otherwise removes the intent and
/// throws on.
Task<std::string> settle_failure(cache::Cache& cache, cache::Intent intent,
                                 std::exception_ptr failure);

/// Creates one object; `T` is Page, Database or View. nullopt: unclear, look for it later. The
/// caller records the object and removes the intent in one transaction.
template <class T>
Task<std::optional<T>> create(cache::Cache& cache, cache::Intent intent,
                              std::function<Task<T>()> post,
                              std::function<Task<T>(std::string)> get) {
  intent.created_at = now();
  co_await begin_intent(cache, intent);
  std::exception_ptr failure;
  try {
    co_return co_await post();
  } catch (...) {
    failure = std::current_exception();
  }
  const auto committed = co_await settle_failure(cache, intent, failure);
  if (committed.empty()) co_return std::nullopt;
  co_return co_await get(committed);
}

/// Whether an object that was not found so far was surely not made.
bool surely_not_made(const cache::Intent& intent, milliseconds lag);

}  // namespace storyreel::notion
