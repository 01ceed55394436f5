#include "cache/owner.hpp"
#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::fills {
namespace {

constexpr std::tuple kFields{
    Field{":owner_id", &Fill::owner_id}, Field{":property", &Fill::property},
    Field{":ours", &Fill::ours},         Field{":inputs", &Fill::inputs},
    Field{":wrote", &Fill::wrote},       Field{":theirs", &Fill::theirs},
};

}  // namespace

std::optional<Fill> find(Database& database, const std::string& owner_id,
                         std::string_view property) {
  constexpr auto kSql = "SELECT * FROM fills WHERE owner_id = :owner_id AND property = :property";
  return first<Fill>(
      query(database, kSql, with(":owner_id", owner_id), with(":property", property)), kFields);
}

std::vector<Fill> of_owner(Database& database, const std::string& owner_id) {
  constexpr auto kSql = "SELECT * FROM fills WHERE owner_id = :owner_id ORDER BY property";
  return every<Fill>(query(database, kSql, with(":owner_id", owner_id)), kFields);
}

std::optional<Fill> with_words(Database& database, std::string_view property,
                               const std::string& words) {
  constexpr auto kSql = R"sql(
    SELECT * FROM fills
    WHERE wrote = :words AND wrote <> '' AND property = :property AND theirs IS NULL LIMIT 1
  )sql";
  return first<Fill>(query(database, kSql, with(":words", words), with(":property", property)),
                     kFields);
}

std::vector<Fill> of_video(Database& database, const std::string& video_id) {
  constexpr auto kSql = R"sql(
    SELECT * FROM fills
    WHERE owner_id IN (SELECT :video_id UNION ALL SELECT id FROM items WHERE video_id = :video_id)
    ORDER BY owner_id, property
  )sql";
  return every<Fill>(query(database, kSql, with(":video_id", video_id)), kFields);
}

void save(Database& database, const Fill& fill) {
  constexpr auto kSql = R"sql(
    INSERT INTO fills (owner_id, property, ours, inputs, wrote, theirs)
    VALUES (:owner_id, :property, :ours, :inputs, :wrote, :theirs)
    ON CONFLICT (owner_id, property) DO UPDATE SET
      ours = excluded.ours, inputs = excluded.inputs, wrote = excluded.wrote,
      theirs = excluded.theirs
  )sql";
  if (find(database, fill.owner_id, fill.property) == fill) return;
  store(database, kSql, fill, kFields);
  touch_owner(database, fill.owner_id);
}

}  // namespace storyreel::cache::fills
