#include "cache/origins.hpp"

#include "cache/query.hpp"

namespace storyreel::cache::origins {
namespace {

constexpr std::tuple kFields{
    Field{":item_id", &Origin::item_id},   Field{":kind", &Origin::kind},
    Field{":artifact", &Origin::artifact}, Field{":inputs", &Origin::inputs},
    Field{":maker", &Origin::maker},       Field{":instead_of", &Origin::instead_of},
    Field{":bought", &Origin::bought},     Field{":take", &Origin::take},
    Field{":selected", &Origin::selected}, Field{":created_at", &Origin::created_at},
};

}  // namespace

std::vector<Origin> of_video(Database& database, const std::string& video_id) {
  constexpr auto kSql = R"sql(
    SELECT candidates.* FROM items
    JOIN candidates ON candidates.item_id = items.id
    JOIN artifacts ON artifacts.key = candidates.artifact
    WHERE items.video_id = :video_id
    ORDER BY candidates.item_id, candidates.created_at, candidates.rowid
  )sql";
  return every<Origin>(query(database, kSql, with(":video_id", video_id)), kFields);
}

void save(Database& database, const Origin& origin) {
  constexpr auto kSql = R"sql(
    UPDATE candidates
    SET inputs = :inputs, maker = :maker, instead_of = :instead_of, bought = :bought
    WHERE item_id = :item_id AND kind = :kind AND artifact = :artifact
  )sql";
  query(database, kSql, with(":inputs", origin.inputs), with(":maker", origin.maker),
        with(":instead_of", origin.instead_of),
        with(":bought", std::int64_t{origin.bought ? 1 : 0}), with(":item_id", origin.item_id),
        with(":kind", origin.kind), with(":artifact", origin.artifact))
      .exec();
}

}  // namespace storyreel::cache::origins
