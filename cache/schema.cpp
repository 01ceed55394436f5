#include "cache/schema.hpp"

#include <fmt/format.h>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>

#include "daemon/runtime/error.hpp"

namespace storyreel::cache {

namespace schema {
extern const std::string_view file_001_sql;
extern const std::string_view file_002_sql;
extern const std::string_view file_003_sql;
extern const std::string_view file_004_sql;
extern const std::string_view file_005_sql;
extern const std::string_view file_006_sql;
extern const std::string_view file_007_sql;
extern const std::string_view file_008_sql;
extern const std::string_view file_009_sql;
extern const std::string_view file_010_sql;
extern const std::string_view file_011_sql;
}  // namespace schema

std::span<const std::string_view> schema_steps() {
  static const std::string_view kSteps[] = {
      schema::file_001_sql, schema::file_002_sql, schema::file_003_sql, schema::file_004_sql,
      schema::file_005_sql, schema::file_006_sql, schema::file_007_sql, schema::file_008_sql,
      schema::file_009_sql, schema::file_010_sql, schema::file_011_sql};
  return kSteps;
}

int schema_version(Database& database) {
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  const int known = static_cast<int>(schema_steps().size());
  if (version > known) {
    throw UsageError(fmt::format("{} has schema {}, this storyreel knows {}: install a newer one",
                                 database.getFilename(), version, known));
  }
  return version;
}

// All steps or none: nothing stands halfway between two versions.
int migrate(Database& database) {
  const auto steps = schema_steps().subspan(static_cast<std::size_t>(schema_version(database)));
  if (steps.empty()) return schema_version(database);
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
  for (const auto step : steps) database.exec(std::string(step));
  transaction.commit();
  return schema_version(database);
}

}  // namespace storyreel::cache
