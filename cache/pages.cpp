#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::pages {
namespace {

constexpr std::tuple kFields{
    Field{":page_id", &Page::page_id},
    Field{":source_id", &Page::source_id},
    Field{":created_time", &Page::created_time},
    Field{":created_by", &Page::created_by},
    Field{":last_edited_time", &Page::last_edited_time},
    Field{":last_edited_by", &Page::last_edited_by},
    Field{":in_trash", &Page::in_trash},
    Field{":property_values", &Page::values},
    Field{":sent", &Page::sent},
    Field{":body_hash", &Page::body_hash},
    Field{":body_blocks", &Page::body_blocks},
    Field{":seen_at", &Page::seen_at},
};

}  // namespace

std::optional<Page> find(Database& database, const std::string& page_id) {
  constexpr auto kSql = "SELECT * FROM pages WHERE page_id = :page_id";
  return first<Page>(query(database, kSql, with(":page_id", page_id)), kFields);
}

std::vector<Page> of_base(Database& database, const std::string& source_id) {
  constexpr auto kSql =
      "SELECT * FROM pages WHERE source_id = :source_id ORDER BY created_time, rowid";
  return every<Page>(query(database, kSql, with(":source_id", source_id)), kFields);
}

std::size_t count(Database& database, const std::string& source_id) {
  constexpr auto kSql = "SELECT count(*) FROM pages WHERE source_id = :source_id AND in_trash = 0";
  auto row = query(database, kSql, with(":source_id", source_id));
  row.executeStep();
  return static_cast<std::size_t>(row.getColumn(0).getInt64());
}

bool seen_since(Database& database, const std::string& source_id, Time since) {
  constexpr auto kSql = R"sql(
    SELECT EXISTS (SELECT 1 FROM pages WHERE source_id = :source_id AND seen_at > :since))sql";
  auto row = query(database, kSql, with(":source_id", source_id),
                   with(":since", since.time_since_epoch().count()));
  row.executeStep();
  return row.getColumn(0).getInt() != 0;
}

std::vector<Page> with_news(Database& database, const std::string& source_id, Time since) {
  constexpr auto kSql = R"sql(
    SELECT * FROM pages
    WHERE source_id = :source_id AND in_trash = 0 AND (body_hash = '' OR seen_at > :since)
    ORDER BY created_time, rowid)sql";
  return every<Page>(query(database, kSql, with(":source_id", source_id),
                           with(":since", since.time_since_epoch().count())),
                     kFields);
}

void save(Database& database, const Page& page) {
  constexpr auto kSql = R"sql(
    INSERT INTO pages (page_id, source_id, created_time, created_by, last_edited_time,
                       last_edited_by, in_trash, property_values, sent, body_hash, body_blocks,
                       seen_at)
    VALUES (:page_id, :source_id, :created_time, :created_by, :last_edited_time, :last_edited_by,
            :in_trash, :property_values, :sent, :body_hash, :body_blocks, :seen_at)
    ON CONFLICT (page_id) DO UPDATE SET
      source_id = excluded.source_id, created_time = excluded.created_time,
      created_by = excluded.created_by, last_edited_time = excluded.last_edited_time,
      last_edited_by = excluded.last_edited_by, in_trash = excluded.in_trash,
      property_values = excluded.property_values, sent = excluded.sent,
      body_hash = excluded.body_hash, body_blocks = excluded.body_blocks,
      seen_at = excluded.seen_at
  )sql";
  store(database, kSql, page, kFields);
}

void remove(Database& database, const std::string& page_id) {
  constexpr auto kSql = "DELETE FROM pages WHERE page_id = :page_id";
  query(database, kSql, with(":page_id", page_id)).exec();
}

}  // namespace storyreel::cache::pages
