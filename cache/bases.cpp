#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::bases {
namespace {

constexpr std::tuple kFields{
    Field{":source_id", &Base::source_id},
    Field{":database_id", &Base::database_id},
    Field{":binding", &Base::binding},
    Field{":video_id", &Base::video_id},
    Field{":title", &Base::title},
    Field{":wrote_title", &Base::wrote_title},
    Field{":url", &Base::url},
    Field{":property_ids", &Base::property_ids},
    Field{":watermark", &Base::watermark},
    Field{":swept_at", &Base::swept_at},
    Field{":schema_error", &Base::schema_error},
    Field{":schema_at", &Base::schema_at},
};

constexpr std::tuple kDetails{
    Field{":source_id", &Details::source_id}, Field{":video_id", &Details::video_id},
    Field{":status", &Details::status},       Field{":edited_at", &Details::edited_at},
    Field{":swept_at", &Details::swept_at},
};

}  // namespace

std::optional<Base> find(Database& database, const std::string& source_id) {
  constexpr auto kSql = "SELECT * FROM bases WHERE source_id = :source_id";
  return first<Base>(query(database, kSql, with(":source_id", source_id)), kFields);
}

std::optional<Base> videos(Database& database) {
  constexpr auto kSql = "SELECT * FROM bases WHERE binding = 'videos' LIMIT 1";
  return first<Base>(query(database, kSql), kFields);
}

std::optional<Base> of_video(Database& database, const std::string& video_id) {
  constexpr auto kSql = "SELECT * FROM bases WHERE video_id = :video_id LIMIT 1";
  return first<Base>(query(database, kSql, with(":video_id", video_id)), kFields);
}

std::vector<Base> all(Database& database) {
  constexpr auto kSql = "SELECT * FROM bases ORDER BY rowid";
  return every<Base>(query(database, kSql), kFields);
}

std::vector<Details> details(Database& database) {
  constexpr auto kSql = R"sql(
    SELECT bases.source_id, bases.video_id, videos.status, bases.swept_at,
           max(videos.changed_at, ifnull(pages.seen_at, 0)) AS edited_at
    FROM videos INDEXED BY videos_standing
    JOIN bases ON bases.video_id = videos.id
    LEFT JOIN pages ON pages.page_id = videos.page_id
    WHERE videos.trashed = 0
    ORDER BY videos.created_at)sql";
  return every<Details>(query(database, kSql), kDetails);
}

std::vector<Base> lacking_views(Database& database, std::string_view binding, std::size_t wanted,
                                std::string_view stopped) {
  constexpr auto kSql = R"sql(
    SELECT * FROM bases
    WHERE binding = :binding
      AND (SELECT count(*) FROM views WHERE views.source_id = bases.source_id) < :wanted
      AND NOT EXISTS (SELECT 1 FROM videos WHERE id = bases.video_id AND trashed = 1)
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE owner_id = bases.video_id AND stage = :stopped)
      AND NOT EXISTS (SELECT 1 FROM items WHERE items.video_id = bases.video_id
                        AND state = 'live' AND text <> '' AND page_id IS NULL)
    ORDER BY rowid)sql";
  return every<Base>(
      query(database, kSql, with(":binding", binding),
            with(":wanted", static_cast<std::int64_t>(wanted)), with(":stopped", stopped)),
      kFields);
}

void save(Database& database, const Base& base) {
  constexpr auto kSql = R"sql(
    INSERT INTO bases (source_id, database_id, binding, video_id, title, wrote_title, url,
                       property_ids, watermark, swept_at, schema_error, schema_at)
    VALUES (:source_id, :database_id, :binding, NULLIF(:video_id, ''), :title, :wrote_title,
            :url, :property_ids, :watermark, :swept_at, :schema_error, :schema_at)
    ON CONFLICT (source_id) DO UPDATE SET
      database_id = excluded.database_id, binding = excluded.binding,
      video_id = excluded.video_id, title = excluded.title, wrote_title = excluded.wrote_title,
      url = excluded.url, property_ids = excluded.property_ids, watermark = excluded.watermark,
      swept_at = excluded.swept_at, schema_error = excluded.schema_error,
      schema_at = excluded.schema_at
  )sql";
  store(database, kSql, base, kFields);
}

void remove(Database& database, const std::string& source_id) {
  constexpr auto kSql = "DELETE FROM bases WHERE source_id = :source_id";
  query(database, kSql, with(":source_id", source_id)).exec();
}

}  // namespace storyreel::cache::bases
