#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::facts {

std::optional<std::string> find(Database& database, std::string_view name) {
  constexpr auto kSql = "SELECT value FROM facts WHERE name = :name";
  auto row = query(database, kSql, with(":name", name));
  if (!row.executeStep()) return std::nullopt;
  return row.getColumn(0).getString();
}

void save(Database& database, std::string_view name, const std::string& value) {
  constexpr auto kSql = R"sql(
    INSERT INTO facts (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
  )sql";
  query(database, kSql, with(":name", name), with(":value", value)).exec();
}

}  // namespace storyreel::cache::facts
