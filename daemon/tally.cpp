#include <SQLiteCpp/Statement.h>

#include "cache/repository.hpp"
#include "cache/usage.hpp"
#include "daemon/metrics.hpp"
#include "notion/order_from_shell.hpp"
#include "pipeline/purse.hpp"

namespace storyreel {
namespace {

int count_row_errors(cache::Database& database) {
  SQLite::Statement count(database, R"(
    SELECT count(*) FROM items JOIN videos ON videos.id = items.video_id
    WHERE items.state = 'live' AND items.error <> '' AND items.status = 'Pending' AND videos.trashed = 0)");
  count.executeStep();
  return count.getColumn(0).getInt();
}

std::int64_t count_artifacts(cache::Database& database) {
  SQLite::Statement count(database, R"(SELECT count(*) FROM artifacts)");
  count.executeStep();
  return count.getColumn(0).getInt64();
}

// What our own connection edited is no news.
std::vector<milliseconds> noticed_since(cache::Database& database, Time since) {
  SQLite::Statement query(database, R"(
    SELECT seen_at - last_edited_time FROM pages
    WHERE seen_at > ? AND seen_at >= last_edited_time
      AND last_edited_by <> coalesce((SELECT value FROM facts WHERE name = 'bot_id'), ''))");
  query.bind(1, since.time_since_epoch().count());
  std::vector<milliseconds> found;
  while (query.executeStep()) found.emplace_back(query.getColumn(0).getInt64());
  return found;
}

}  // namespace

Tally tally(cache::Database& database, Time since) {
  Tally tally{.videos = cache::videos::counts(database),
              .artifacts = count_artifacts(database),
              .artifact_bytes = cache::artifacts::total_bytes(database),
              .day = cache::ledger::since(database, now() - pipeline::kSpendingDay),
              .halted = 0,
              .rows_with_errors = count_row_errors(database),
              .unpushed = cache::videos::unpushed(database).size(),
              .noticed = noticed_since(database, since)};
  for (const auto& [id, revision] : cache::videos::revisions(database))
    if (notion::is_halted(database, id)) ++tally.halted;
  return tally;
}

}  // namespace storyreel
