#include "daemon/commands/time_left.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <SQLiteCpp/Statement.h>

namespace storyreel::commands {
namespace {

/// Which artifacts a stage counts.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kKinds{{
    {"pictures", "picture"},
    {"voices", "voice"},
    {"clips", "body"},
    {"film", "film"},
}};

}  // namespace

UsualTimes usual_times(cache::Database& database) {
  SQLite::Statement query(database, R"(
    SELECT kind, CAST(avg(took) AS INTEGER)
    FROM (SELECT kind, took FROM artifacts ORDER BY made_at DESC LIMIT 500) GROUP BY kind)");
  UsualTimes usual;
  while (query.executeStep())
    usual[query.getColumn(0).getString()] = milliseconds(query.getColumn(1).getInt64());
  return usual;
}

std::optional<milliseconds> time_left(const std::vector<pipeline::StageCount>& stages,
                                      const UsualTimes& usual) {
  milliseconds left{0};
  bool known = false;
  for (const auto& stage : stages) {
    for (const auto& [name, kind] : kKinds) {
      const auto took = usual.find(std::string(kind));
      if (stage.stage != name || stage.done >= stage.total || took == usual.end()) continue;
      left += took->second * (stage.total - stage.done);
      known = true;
    }
  }
  return known ? std::optional(left) : std::nullopt;
}

}  // namespace storyreel::commands
