#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::jobs {
namespace {

constexpr std::tuple kFields{
    Field{":owner_id", &Job::owner_id},
    Field{":stage", &Job::stage},
    Field{":key", &Job::key},
    Field{":attempts", &Job::attempts},
    Field{":error", &Job::error},
    Field{":next", &Job::next},
    Field{":provider_job", &Job::provider_job},
    Field{":started_at", &Job::started_at},
};

}  // namespace

std::vector<Job> of_video(Database& database, const std::string& video_id) {
  constexpr auto kSql = R"sql(
    SELECT * FROM jobs
    WHERE owner_id IN (SELECT :video_id UNION ALL SELECT id FROM items WHERE video_id = :video_id)
    ORDER BY owner_id, stage
  )sql";
  return every<Job>(query(database, kSql, with(":video_id", video_id)), kFields);
}

void save(Database& database, const Job& job) {
  constexpr auto kSql = R"sql(
    INSERT INTO jobs (owner_id, stage, key, attempts, error, next, provider_job, started_at)
    VALUES (:owner_id, :stage, :key, :attempts, :error, :next, :provider_job, :started_at)
    ON CONFLICT (owner_id, stage) DO UPDATE SET
      key = excluded.key, attempts = excluded.attempts, error = excluded.error,
      next = excluded.next, provider_job = excluded.provider_job,
      started_at = excluded.started_at
  )sql";
  store(database, kSql, job, kFields);
}

void remove(Database& database, const std::string& owner_id, std::string_view stage) {
  constexpr auto kSql = "DELETE FROM jobs WHERE owner_id = :owner_id AND stage = :stage";
  query(database, kSql, with(":owner_id", owner_id), with(":stage", stage)).exec();
}

void remove_of_owner(Database& database, const std::string& owner_id) {
  constexpr auto kSql = "DELETE FROM jobs WHERE owner_id = :owner_id";
  query(database, kSql, with(":owner_id", owner_id)).exec();
}

void clear_stage(Database& database, std::string_view stage) {
  constexpr auto kTouch = R"sql(
    UPDATE videos SET revision = revision + 1
    WHERE id IN (SELECT owner_id FROM jobs WHERE stage = :stage)
  )sql";
  constexpr auto kSql = "DELETE FROM jobs WHERE stage = :stage";
  query(database, kTouch, with(":stage", stage)).exec();
  query(database, kSql, with(":stage", stage)).exec();
}

}  // namespace storyreel::cache::jobs
