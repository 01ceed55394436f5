#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::publications {
namespace {

constexpr std::tuple kFields{
    Field{":name", &Publication::name},
    Field{":artifact", &Publication::artifact},
    Field{":created_at", &Publication::created_at},
};

}  // namespace

std::optional<Publication> find(Database& database, const std::string& name) {
  constexpr auto kSql = "SELECT * FROM publications WHERE name = :name";
  return first<Publication>(query(database, kSql, with(":name", name)), kFields);
}

std::optional<Publication> of_artifact(Database& database, const std::string& key) {
  constexpr auto kSql =
      "SELECT * FROM publications WHERE artifact = :artifact ORDER BY created_at, rowid LIMIT 1";
  return first<Publication>(query(database, kSql, with(":artifact", key)), kFields);
}

void save(Database& database, const Publication& publication) {
  constexpr auto kSql = R"sql(
    INSERT INTO publications (name, artifact, created_at) VALUES (:name, :artifact, :created_at)
    ON CONFLICT (name) DO UPDATE SET
      artifact = excluded.artifact, created_at = excluded.created_at
  )sql";
  store(database, kSql, publication, kFields);
}

}  // namespace storyreel::cache::publications
