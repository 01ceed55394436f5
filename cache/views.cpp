#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::views {

std::vector<std::string> of_base(Database& database, const std::string& source_id) {
  constexpr auto kSql = "SELECT name FROM views WHERE source_id = :source_id ORDER BY name";
  std::vector<std::string> names;
  auto row = query(database, kSql, with(":source_id", source_id));
  while (row.executeStep()) names.push_back(row.getColumn(0).getString());
  return names;
}

void save(Database& database, const std::string& source_id, std::string_view name) {
  constexpr auto kSql =
      "INSERT INTO views (source_id, name) VALUES (:source_id, :name) ON CONFLICT DO NOTHING";
  query(database, kSql, with(":source_id", source_id), with(":name", name)).exec();
}

}  // namespace storyreel::cache::views
