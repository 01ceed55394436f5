#include "cache/owner.hpp"

#include "cache/query.hpp"

namespace storyreel::cache {

void touch_owner(Database& database, const std::string& owner_id) {
  constexpr auto kSql = R"sql(
    UPDATE videos SET revision = revision + 1
    WHERE id IN (SELECT :owner UNION ALL SELECT video_id FROM items WHERE id = :owner)
  )sql";
  query(database, kSql, with(":owner", owner_id)).exec();
}

}  // namespace storyreel::cache
