#include "cache/owner.hpp"
#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::candidates {
namespace {

constexpr std::tuple kFields{
    Field{":id", &Candidate::id},
    Field{":item_id", &Candidate::item_id},
    Field{":kind", &Candidate::kind},
    Field{":parent_id", &Candidate::parent_id},
    Field{":iteration", &Candidate::iteration},
    Field{":variant", &Candidate::variant},
    Field{":take", &Candidate::take},
    Field{":artifact", &Candidate::artifact},
    Field{":selected", &Candidate::selected},
    Field{":created_at", &Candidate::created_at},
};

std::optional<Candidate> find(Database& database, const std::string& id) {
  constexpr auto kSql = "SELECT * FROM candidates WHERE id = :id";
  return first<Candidate>(query(database, kSql, with(":id", id)), kFields);
}

void deselect(Database& database, const Candidate& chosen) {
  constexpr auto kSql = R"sql(
    UPDATE candidates SET selected = 0 WHERE item_id = :item_id AND kind = :kind AND selected = 1
  )sql";
  query(database, kSql, with(":item_id", chosen.item_id), with(":kind", chosen.kind)).exec();
}

}  // namespace

std::vector<Candidate> of_video(Database& database, const std::string& video_id) {
  constexpr auto kSql = R"sql(
    SELECT candidates.* FROM items JOIN candidates ON candidates.item_id = items.id
    WHERE items.video_id = :video_id
    ORDER BY items.position, items.id, candidates.kind, candidates.created_at, candidates.rowid
  )sql";
  return every<Candidate>(query(database, kSql, with(":video_id", video_id)), kFields);
}

void select(Database& database, const Candidate& candidate) {
  constexpr auto kSql = R"sql(
    INSERT INTO candidates (id, item_id, kind, parent_id, iteration, variant, take, artifact,
                            selected, created_at)
    VALUES (:id, :item_id, :kind, NULLIF(:parent_id, ''), :iteration, :variant, :take, :artifact,
            :selected, :created_at)
    ON CONFLICT (id) DO UPDATE SET
      item_id = excluded.item_id, kind = excluded.kind, parent_id = excluded.parent_id,
      iteration = excluded.iteration, variant = excluded.variant, take = excluded.take,
      artifact = excluded.artifact, selected = excluded.selected, created_at = excluded.created_at
  )sql";
  Candidate chosen = candidate;
  chosen.selected = true;
  if (find(database, chosen.id) == chosen) return;
  deselect(database, chosen);
  store(database, kSql, chosen, kFields);
  touch_owner(database, chosen.item_id);
}

}  // namespace storyreel::cache::candidates
