#include "cache/query.hpp"
#include "cache/repository.hpp"
#include "cache/usage.hpp"

namespace storyreel::cache::artifacts {
namespace {

constexpr std::tuple kFields{
    Field{":key", &Artifact::key},       Field{":kind", &Artifact::kind},
    Field{":file", &Artifact::file},     Field{":bytes", &Artifact::bytes},
    Field{":sha256", &Artifact::sha256}, Field{":meta", &Artifact::meta},
    Field{":took", &Artifact::took},     Field{":made_at", &Artifact::made_at},
};

void show(SQLite::Statement statement, const Visit& visit) {
  while (statement.executeStep() && visit(read_record<Artifact>(statement, kFields))) {
  }
}

}  // namespace

std::optional<Artifact> find(Database& database, const std::string& key) {
  constexpr auto kSql = "SELECT * FROM artifacts WHERE key = :key";
  return first<Artifact>(query(database, kSql, with(":key", key)), kFields);
}

std::vector<Artifact> all(Database& database) {
  constexpr auto kSql = "SELECT * FROM artifacts ORDER BY key";
  return every<Artifact>(query(database, kSql), kFields);
}

void save(Database& database, const Artifact& artifact) {
  constexpr auto kSql = R"sql(
    INSERT INTO artifacts (key, kind, file, bytes, sha256, meta, took, made_at)
    VALUES (:key, :kind, :file, :bytes, :sha256, :meta, :took, :made_at)
    ON CONFLICT (key) DO UPDATE SET
      kind = excluded.kind, file = excluded.file, bytes = excluded.bytes,
      sha256 = excluded.sha256, meta = excluded.meta, took = excluded.took,
      made_at = excluded.made_at
  )sql";
  store(database, kSql, artifact, kFields);
}

void remove(Database& database, const std::string& key) {
  constexpr auto kSql = "DELETE FROM artifacts WHERE key = :key";
  query(database, kSql, with(":key", key)).exec();
}

void used(Database& database, const std::vector<std::string>& keys, Time now) {
  constexpr auto kSql = "UPDATE artifacts SET used_at = :now WHERE key = :key";
  for (const auto& key : keys)
    query(database, kSql, with(":now", now.time_since_epoch().count()), with(":key", key)).exec();
}

std::int64_t total_bytes(Database& database) {
  return database.execAndGet("SELECT coalesce(sum(bytes), 0) FROM artifacts").getInt64();
}

void each(Database& database, const Visit& visit) {
  show(query(database, "SELECT * FROM artifacts"), visit);
}

void each_by_use(Database& database, const Visit& visit) {
  show(query(database, "SELECT * FROM artifacts ORDER BY max(made_at, used_at), key"), visit);
}

}  // namespace storyreel::cache::artifacts
