#include "cache/hosting.hpp"
#include "cache/query.hpp"

namespace storyreel::cache::films {
namespace {

constexpr std::tuple kFields{
    Field{":video_id", &FilmBlock::video_id},
    Field{":block_id", &FilmBlock::block_id},
    Field{":name", &FilmBlock::name},
    Field{":placed_at", &FilmBlock::placed_at},
};

}  // namespace

std::optional<FilmBlock> find(Database& database, const std::string& video_id) {
  constexpr auto kSql = "SELECT * FROM film_blocks WHERE video_id = :video_id";
  return first<FilmBlock>(query(database, kSql, with(":video_id", video_id)), kFields);
}

void save(Database& database, const FilmBlock& block) {
  constexpr auto kSql = R"sql(
    INSERT INTO film_blocks (video_id, block_id, name, placed_at)
    VALUES (:video_id, :block_id, :name, :placed_at)
    ON CONFLICT (video_id) DO UPDATE SET
      block_id = excluded.block_id, name = excluded.name, placed_at = excluded.placed_at
  )sql";
  store(database, kSql, block, kFields);
}

void remove(Database& database, const std::string& video_id) {
  constexpr auto kSql = "DELETE FROM film_blocks WHERE video_id = :video_id";
  query(database, kSql, with(":video_id", video_id)).exec();
}

std::vector<UnshownFilm> unshown(Database& database) {
  constexpr auto kSql = R"sql(
    SELECT videos.id, publications.name
    FROM videos INDEXED BY videos_with_film
    JOIN publications ON publications.rowid =
      (SELECT rowid FROM publications WHERE artifact = videos.film ORDER BY created_at, rowid LIMIT 1)
    LEFT JOIN film_blocks ON film_blocks.video_id = videos.id
    LEFT JOIN uploads ON uploads.name = publications.name
    WHERE videos.trashed = 0 AND videos.film <> '' AND videos.page_id IS NOT NULL
      AND (film_blocks.video_id IS NULL
           OR (film_blocks.block_id <> '' AND film_blocks.name <> publications.name))
      AND coalesce(uploads.state, '') <> 'refused'
  )sql";
  std::vector<UnshownFilm> found;
  for (auto row = query(database, kSql); row.executeStep();)
    found.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
  return found;
}

}  // namespace storyreel::cache::films
