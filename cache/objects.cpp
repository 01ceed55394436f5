#include "cache/hosting.hpp"
#include "cache/query.hpp"

namespace storyreel::cache::objects {
namespace {

constexpr std::tuple kFields{
    Field{":name", &Object::name},           Field{":place", &Object::place},
    Field{":state", &Object::state},         Field{":video_id", &Object::video_id},
    Field{":upload_id", &Object::upload_id}, Field{":link", &Object::link},
    Field{":signed_at", &Object::signed_at},
};

}  // namespace

std::optional<Object> find(Database& database, const std::string& name) {
  constexpr auto kSql = "SELECT * FROM objects WHERE name = :name";
  return first<Object>(query(database, kSql, with(":name", name)), kFields);
}

void save(Database& database, const Object& object) {
  constexpr auto kSql = R"sql(
    INSERT INTO objects (name, place, state, video_id, upload_id, link, signed_at)
    VALUES (:name, :place, :state, :video_id, :upload_id, :link, :signed_at)
    ON CONFLICT (name) DO UPDATE SET
      place = excluded.place, state = excluded.state, video_id = excluded.video_id,
      upload_id = excluded.upload_id, link = excluded.link, signed_at = excluded.signed_at
  )sql";
  store(database, kSql, object, kFields);
}

std::vector<WantedObject> wanted(Database& database) {
  constexpr auto kSql = R"sql(
    SELECT objects.*, artifacts.file AS file, artifacts.bytes AS bytes
    FROM objects INDEXED BY objects_wanted
    JOIN publications ON publications.name = objects.name
    JOIN artifacts ON artifacts.key = publications.artifact
    WHERE objects.state = 'wanted'
    ORDER BY artifacts.bytes, objects.name
  )sql";
  std::vector<WantedObject> found;
  for (auto row = query(database, kSql); row.executeStep();)
    found.push_back({read_record<Object>(row, kFields), row.getColumn("file").getString(),
                     row.getColumn("bytes").getInt64()});
  return found;
}

}  // namespace storyreel::cache::objects
