#include "cache/owner.hpp"
#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::items {
namespace {

constexpr std::tuple kFields{
    Field{":id", &Item::id},
    Field{":video_id", &Item::video_id},
    Field{":parent_id", &Item::parent_id},
    Field{":kind", &Item::kind},
    Field{":position", &Item::position},
    Field{":page_id", &Item::page_id},
    Field{":state", &Item::state},
    Field{":text", &Item::text},
    Field{":source", &Item::source},
    Field{":ordinal", &Item::ordinal},
    Field{":section", &Item::section},
    Field{":touched", &Item::touched},
    Field{":take", &Item::take},
    Field{":status", &Item::status},
    Field{":words", &Item::words},
    Field{":picture_link", &Item::picture_link},
    Field{":image", &Item::image},
    Field{":error", &Item::error},
    Field{":changed_at", &Item::changed_at},
    Field{":created_at", &Item::created_at},
};

}  // namespace

std::optional<Item> find(Database& database, const std::string& id) {
  constexpr auto kSql = "SELECT * FROM items WHERE id = :id";
  return first<Item>(query(database, kSql, with(":id", id)), kFields);
}

std::optional<Item> find_by_page(Database& database, const std::string& page_id) {
  constexpr auto kSql = "SELECT * FROM items WHERE page_id = :page_id";
  return first<Item>(query(database, kSql, with(":page_id", page_id)), kFields);
}

std::vector<Item> of_video(Database& database, const std::string& video_id) {
  constexpr auto kSql =
      "SELECT * FROM items WHERE video_id = :video_id ORDER BY position, created_at, rowid";
  return every<Item>(query(database, kSql, with(":video_id", video_id)), kFields);
}

int number(Database& database, const std::string& id) {
  constexpr auto kSql = R"sql(
    SELECT count(*) FROM items AS here, items AS each
    WHERE here.id = :id AND here.state = 'live' AND here.text <> ''
      AND each.video_id = here.video_id AND each.state = 'live' AND each.text <> ''
      AND (each.position, each.created_at, each.rowid)
          <= (here.position, here.created_at, here.rowid))sql";
  auto count = query(database, kSql, with(":id", id));
  count.executeStep();
  return count.getColumn(0).getInt();
}

void save(Database& database, const Item& item) {
  constexpr auto kSql = R"sql(
    INSERT INTO items (id, video_id, parent_id, kind, position, page_id, state, text, source,
                       ordinal, section, touched, take, status, words, picture_link, image,
                       error, changed_at, created_at)
    VALUES (:id, :video_id, NULLIF(:parent_id, ''), :kind, :position, NULLIF(:page_id, ''),
            :state, :text, :source, :ordinal, :section, :touched, :take, :status, :words,
            :picture_link, :image, :error, :changed_at, :created_at)
    ON CONFLICT (id) DO UPDATE SET
      video_id = excluded.video_id, parent_id = excluded.parent_id, kind = excluded.kind,
      position = excluded.position, page_id = excluded.page_id, state = excluded.state,
      text = excluded.text, source = excluded.source, ordinal = excluded.ordinal,
      section = excluded.section, touched = excluded.touched, take = excluded.take,
      status = excluded.status, words = excluded.words, picture_link = excluded.picture_link,
      image = excluded.image, error = excluded.error, changed_at = excluded.changed_at,
      created_at = excluded.created_at
  )sql";
  if (find(database, item.id) == item) return;
  touch_owner(database, item.id);
  store(database, kSql, item, kFields);
  videos::touch(database, item.video_id);
}

void remove(Database& database, const std::string& id) {
  constexpr auto kSql = "DELETE FROM items WHERE id = :id";
  touch_owner(database, id);
  query(database, kSql, with(":id", id)).exec();
}

}  // namespace storyreel::cache::items
