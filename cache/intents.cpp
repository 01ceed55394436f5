#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::intents {
namespace {

constexpr std::tuple kFields{
    Field{":id", &Intent::id},
    Field{":kind", &Intent::kind},
    Field{":owner_id", &Intent::owner_id},
    Field{":parent_id", &Intent::parent_id},
    Field{":likeness", &Intent::likeness},
    Field{":created_at", &Intent::created_at},
};

}  // namespace

std::vector<Intent> all(Database& database) {
  constexpr auto kSql = "SELECT * FROM intents ORDER BY created_at, rowid";
  return every<Intent>(query(database, kSql), kFields);
}

void save(Database& database, const Intent& intent) {
  constexpr auto kSql = R"sql(
    INSERT INTO intents (id, kind, owner_id, parent_id, likeness, created_at)
    VALUES (:id, :kind, NULLIF(:owner_id, ''), NULLIF(:parent_id, ''), :likeness, :created_at)
    ON CONFLICT (id) DO UPDATE SET
      kind = excluded.kind, owner_id = excluded.owner_id, parent_id = excluded.parent_id,
      likeness = excluded.likeness, created_at = excluded.created_at
  )sql";
  store(database, kSql, intent, kFields);
}

void remove(Database& database, const std::string& id) {
  constexpr auto kSql = "DELETE FROM intents WHERE id = :id";
  query(database, kSql, with(":id", id)).exec();
}

}  // namespace storyreel::cache::intents
