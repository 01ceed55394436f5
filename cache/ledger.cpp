#include "cache/ledger.hpp"

#include "cache/query.hpp"

namespace storyreel::cache::ledger {
namespace {

constexpr std::tuple kFields{
    Field{":id", &Purchase::id},
    Field{":video_id", &Purchase::video_id},
    Field{":owner_id", &Purchase::owner_id},
    Field{":stage", &Purchase::stage},
    Field{":provider", &Purchase::provider},
    Field{":model", &Purchase::model},
    Field{":key", &Purchase::key},
    Field{":state", &Purchase::state},
    Field{":provider_job", &Purchase::provider_job},
    Field{":units", &Purchase::units},
    Field{":unit", &Purchase::unit},
    Field{":price", &Purchase::price},
    Field{":answer", &Purchase::answer},
    Field{":began_at", &Purchase::began_at},
    Field{":ended_at", &Purchase::ended_at},
};

constexpr std::tuple kSums{
    Field{":calls", &Spent::calls},       Field{":doubtful", &Spent::doubtful},
    Field{":unpriced", &Spent::unpriced}, Field{":dollars", &Spent::dollars},
    Field{":first", &Spent::first},
};

}  // namespace

void save(Database& database, const Purchase& purchase) {
  constexpr auto kSql = R"sql(
    INSERT INTO ledger (id, video_id, owner_id, stage, provider, model, key, state, provider_job,
                        units, unit, price, answer, began_at, ended_at)
    VALUES (:id, :video_id, :owner_id, :stage, :provider, :model, :key, :state, :provider_job,
            :units, :unit, :price, :answer, :began_at, :ended_at)
    ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, provider_job = excluded.provider_job, units = excluded.units,
      unit = excluded.unit, price = excluded.price, answer = excluded.answer,
      ended_at = excluded.ended_at
  )sql";
  store(database, kSql, purchase, kFields);
}

void remove(Database& database, const std::string& id) {
  constexpr auto kSql = "DELETE FROM ledger WHERE id = :id";
  query(database, kSql, with(":id", id)).exec();
}

std::optional<Purchase> find(Database& database, const std::string& id) {
  constexpr auto kSql = "SELECT * FROM ledger WHERE id = :id";
  return first<Purchase>(query(database, kSql, with(":id", id)), kFields);
}

std::vector<Purchase> of_key(Database& database, const std::string& key) {
  constexpr auto kSql = "SELECT * FROM ledger WHERE key = :key ORDER BY began_at, id";
  return every<Purchase>(query(database, kSql, with(":key", key)), kFields);
}

std::vector<Purchase> of_video(Database& database, const std::string& video_id) {
  constexpr auto kSql = "SELECT * FROM ledger WHERE video_id = :video_id ORDER BY began_at, id";
  return every<Purchase>(query(database, kSql, with(":video_id", video_id)), kFields);
}

Spent of_video_in_all(Database& database, const std::string& video_id) {
  constexpr auto kSql = R"sql(
    SELECT count(*) AS calls, count(*) FILTER (WHERE state IN ('doubtful', 'told')) AS doubtful,
           count(*) FILTER (WHERE price IS NULL) AS unpriced, total(price) AS dollars,
           min(began_at) AS first
    FROM ledger WHERE video_id = :video_id
  )sql";
  return *first<Spent>(query(database, kSql, with(":video_id", video_id)), kSums);
}

Spent since(Database& database, Time begin) {
  constexpr auto kSql = R"sql(
    SELECT count(*) AS calls, count(*) FILTER (WHERE state IN ('doubtful', 'told')) AS doubtful,
           count(*) FILTER (WHERE price IS NULL) AS unpriced, total(price) AS dollars,
           min(began_at) AS first
    FROM ledger WHERE began_at >= :begin
  )sql";
  SQLite::Statement statement(database, kSql);
  bind(statement, ":begin", begin);
  return *first<Spent>(std::move(statement), kSums);
}

void tell(Database& database, const std::string& owner_id, std::string_view stage) {
  constexpr auto kSql = R"sql(
    UPDATE ledger SET state = 'told'
    WHERE owner_id = :owner_id AND stage = :stage AND state = 'doubtful'
  )sql";
  query(database, kSql, with(":owner_id", owner_id), with(":stage", stage)).exec();
}

int doubt_open(Database& database, Time now) {
  constexpr auto kSql = R"sql(
    UPDATE ledger SET state = 'doubtful', ended_at = :now WHERE state = 'open' AND provider_job = ''
  )sql";
  SQLite::Statement statement(database, kSql);
  bind(statement, ":now", now);
  return statement.exec();
}

}  // namespace storyreel::cache::ledger
