#include "cache/hosting.hpp"
#include "cache/query.hpp"

namespace storyreel::cache::uploads {
namespace {

constexpr std::tuple kFields{
    Field{":name", &Upload::name},
    Field{":id", &Upload::id},
    Field{":state", &Upload::state},
    Field{":parts", &Upload::parts},
    Field{":expires_at", &Upload::expires_at},
    Field{":reason", &Upload::reason},
};

}  // namespace

std::optional<Upload> find(Database& database, const std::string& name) {
  constexpr auto kSql = "SELECT * FROM uploads WHERE name = :name";
  return first<Upload>(query(database, kSql, with(":name", name)), kFields);
}

void save(Database& database, const Upload& upload) {
  constexpr auto kSql = R"sql(
    INSERT INTO uploads (name, id, state, parts, expires_at, reason)
    VALUES (:name, :id, :state, :parts, :expires_at, :reason)
    ON CONFLICT (name) DO UPDATE SET
      id = excluded.id, state = excluded.state, parts = excluded.parts,
      expires_at = excluded.expires_at, reason = excluded.reason
  )sql";
  store(database, kSql, upload, kFields);
}

void remove(Database& database, const std::string& name) {
  constexpr auto kSql = "DELETE FROM uploads WHERE name = :name";
  query(database, kSql, with(":name", name)).exec();
}

bool refused(Database& database, const std::string& name) {
  constexpr auto kSql =
      "SELECT EXISTS (SELECT 1 FROM uploads WHERE name = :name AND state = 'refused')";
  auto row = query(database, kSql, with(":name", name));
  row.executeStep();
  return row.getColumn(0).getInt() != 0;
}

void retry_refused(Database& database, std::int64_t most_bytes) {
  constexpr auto kSql = R"sql(
    DELETE FROM uploads WHERE state = 'refused' AND NOT EXISTS (
      SELECT 1 FROM publications JOIN artifacts ON artifacts.key = publications.artifact
      WHERE publications.name = uploads.name AND artifacts.bytes > :most)
  )sql";
  query(database, kSql, with(":most", most_bytes)).exec();
}

}  // namespace storyreel::cache::uploads
