#include "notion/create.hpp"

#include <algorithm>

#include "cache/repository.hpp"

namespace storyreel::notion {
namespace {

/// What a failure says about whether the object was made.
struct Reading {
  bool surely_not = false;
  bool unclear = false;
  std::string committed_id;
};

Reading read(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const DoubtfulError& error) {
    return {.unclear = true, .committed_id = error.committed_id};
  } catch (const ApiError&) {
    return {.surely_not = true};
  } catch (const TransportError& error) {
    return {.surely_not = !error.sent, .unclear = error.sent};
  } catch (...) {
    // Cancelled, or a reply that can't be read: the intent stays, and the failure is told.
    return {};
  }
}

// The POST may have waited long for the budget or its reply: the index lag counts from here. An
// intent that was given up meanwhile stays so.
void date_anew(cache::Database& database, cache::Intent intent) {
  const auto begun = cache::intents::all(database);
  if (std::ranges::find(begun, intent.id, &cache::Intent::id) == begun.end()) return;
  intent.created_at = now();
  cache::intents::save(database, intent);
}

}  // namespace

Task<> begin_intent(cache::Cache& cache, cache::Intent intent) {
  co_await cache.write(
      [intent](cache::Database& database) { cache::intents::save(database, intent); });
}

Task<std::string> settle_failure(cache::Cache& cache, cache::Intent intent,
                                 std::exception_ptr failure) {
  const auto reading = read(failure);
  if (reading.surely_not) {
    co_await cache.write(
        [id = intent.id](cache::Database& database) { cache::intents::remove(database, id); });
  }
  if (!reading.unclear) std::rethrow_exception(failure);
  co_await cache.write([intent](cache::Database& database) { date_anew(database, intent); });
  co_return reading.committed_id;
}

bool is_open(const std::exception_ptr& failure) {
  const auto reading = read(failure);
  return !reading.surely_not && !reading.unclear;
}

Time sure_at(const cache::Intent& intent, const Client& client) {
  return std::max(intent.created_at, client.open_since()) + client.index_lag();
}

bool surely_not_made(const cache::Intent& intent, const Client& client, Time looked_at) {
  return looked_at >= sure_at(intent, client);
}

}  // namespace storyreel::notion
