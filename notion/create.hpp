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

/// Whether a POST that failed so may have made its object, and nobody will say: it was cancelled,
/// or its reply can't be read.
bool is_open(const std::exception_ptr& failure);

/// After a failed POST: keeps the intent, dated now, when the object may have been made, and
/// returns its id where Notion said it (else blank: look later); otherwise removes the intent and
/// throws on.
Task<std::string> settle_failure(cache::Cache& cache, cache::Intent intent,
                                 std::exception_ptr failure);

/// Creates one object; `T` is Page, Database or View. nullopt: unclear, look for it later. The
/// caller records the object and removes the intent in one transaction.
template <class T>
Task<std::optional<T>> create(Client& client, cache::Cache& cache, cache::Intent intent,
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
  // Who was cancelled can't commit anything any more.
  if (is_open(failure)) client.note_open();
  const auto committed = co_await settle_failure(cache, intent, failure);
  if (committed.empty()) co_return std::nullopt;
  co_return co_await get(committed);
}

/// When a look begins that tells for sure whether the object was made: the index lag after the last
/// moment at which the POST can have been under way, here or in a process that was killed.
Time sure_at(const cache::Intent& intent, const Client& client);

/// Whether an object that was not found by a look that began at `looked_at` was surely not made.
bool surely_not_made(const cache::Intent& intent, const Client& client, Time looked_at);

}  // namespace storyreel::notion
