#include "cache/query.hpp"
#include "cache/repository.hpp"

namespace storyreel::cache::videos {
namespace {

constexpr std::tuple kSaved{
    Field{":id", &Video::id},
    Field{":page_id", &Video::page_id},
    Field{":title", &Video::title},
    Field{":url", &Video::url},
    Field{":approved", &Video::approved},
    Field{":paused", &Video::paused},
    Field{":trashed", &Video::trashed},
    Field{":body", &Video::body},
    Field{":changed_at", &Video::changed_at},
    Field{":read_url", &Video::read_url},
    Field{":read_at", &Video::read_at},
    Field{":site_id", &Video::site_id},
    Field{":site_title", &Video::site_title},
    Field{":channel", &Video::channel},
    Field{":duration", &Video::duration},
    Field{":views", &Video::views},
    Field{":published", &Video::published},
    Field{":transcript", &Video::transcript},
    Field{":written", &Video::written},
    Field{":taken_body", &Video::taken_body},
    Field{":status", &Video::status},
    Field{":total", &Video::total},
    Field{":completed", &Video::completed},
    Field{":progress", &Video::progress},
    Field{":error", &Video::error},
    Field{":estimated_cost", &Video::estimated_cost},
    Field{":cost", &Video::cost},
    Field{":film", &Video::film},
    Field{":render", &Video::render},
    Field{":created_at", &Video::created_at},
};

constexpr auto kRead = std::tuple_cat(kSaved, std::tuple{
                                                  Field{":revision", &Video::revision},
                                                  Field{":pushed", &Video::pushed},
                                              });

bool stands(Database& database, Video video) {
  const auto stored = find(database, video.id);
  if (!stored) return false;
  video.revision = stored->revision;
  video.pushed = stored->pushed;
  return video == *stored;
}

std::vector<std::pair<std::string, std::int64_t>> pairs(SQLite::Statement row) {
  std::vector<std::pair<std::string, std::int64_t>> found;
  while (row.executeStep()) {
    found.emplace_back(row.getColumn(0).getString(), row.getColumn(1).getInt64());
  }
  return found;
}

}  // namespace

std::optional<Video> find(Database& database, const std::string& id) {
  constexpr auto kSql = "SELECT * FROM videos WHERE id = :id";
  return first<Video>(query(database, kSql, with(":id", id)), kRead);
}

std::optional<Video> find_by_page(Database& database, const std::string& page_id) {
  constexpr auto kSql = "SELECT * FROM videos WHERE page_id = :page_id";
  return first<Video>(query(database, kSql, with(":page_id", page_id)), kRead);
}

std::vector<Video> all(Database& database) {
  constexpr auto kSql = "SELECT * FROM videos ORDER BY created_at, id";
  return every<Video>(query(database, kSql), kRead);
}

std::map<VideoStatus, int> counts(Database& database) {
  constexpr auto kSql = R"sql(
    SELECT status, count(*) FROM videos INDEXED BY videos_standing
    WHERE trashed = 0 GROUP BY status)sql";
  std::map<VideoStatus, int> found;
  for (auto row = query(database, kSql); row.executeStep();) {
    VideoStatus status{};
    read(row.getColumn(0), status);
    found[status] = row.getColumn(1).getInt();
  }
  return found;
}

void save(Database& database, const Video& video) {
  constexpr auto kSql = R"sql(
    INSERT INTO videos (id, page_id, title, url, approved, paused, trashed, body, changed_at,
                        read_url, read_at, site_id, site_title, channel, duration, views,
                        published, transcript, written, taken_body, status, total, completed,
                        progress, error, estimated_cost, cost, film, render, created_at, revision)
    VALUES (:id, NULLIF(:page_id, ''), :title, :url, :approved, :paused, :trashed, :body,
            :changed_at, :read_url, :read_at, :site_id, :site_title, :channel, :duration, :views,
            :published, :transcript, :written, :taken_body, :status, :total, :completed,
            :progress, :error, :estimated_cost, :cost, :film, :render, :created_at, 1)
    ON CONFLICT (id) DO UPDATE SET
      page_id = excluded.page_id, title = excluded.title, url = excluded.url,
      approved = excluded.approved, paused = excluded.paused, trashed = excluded.trashed,
      body = excluded.body, changed_at = excluded.changed_at, read_url = excluded.read_url,
      read_at = excluded.read_at, site_id = excluded.site_id, site_title = excluded.site_title,
      channel = excluded.channel, duration = excluded.duration, views = excluded.views,
      published = excluded.published, transcript = excluded.transcript,
      written = excluded.written, taken_body = excluded.taken_body, status = excluded.status,
      total = excluded.total, completed = excluded.completed, progress = excluded.progress,
      error = excluded.error, estimated_cost = excluded.estimated_cost, cost = excluded.cost,
      film = excluded.film, render = excluded.render, created_at = excluded.created_at,
      revision = revision + 1
  )sql";
  if (stands(database, video)) return;
  store(database, kSql, video, kSaved);
}

void touch(Database& database, const std::string& id) {
  constexpr auto kSql = "UPDATE videos SET revision = revision + 1 WHERE id = :id";
  query(database, kSql, with(":id", id)).exec();
}

std::vector<std::pair<std::string, std::int64_t>> revisions(Database& database) {
  constexpr auto kSql = R"sql(
    SELECT id, revision FROM videos
    WHERE trashed = 0
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE owner_id = videos.id AND stage = 'adopt')
    ORDER BY created_at, id
  )sql";
  return pairs(query(database, kSql));
}

std::vector<std::pair<std::string, std::int64_t>> unpushed(Database& database) {
  constexpr auto kSql = R"sql(
    SELECT id, revision FROM videos
    WHERE pushed < revision
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE owner_id = videos.id AND stage = 'adopt')
    ORDER BY created_at, id
  )sql";
  return pairs(query(database, kSql));
}

void set_pushed(Database& database, const std::string& id, std::int64_t revision) {
  constexpr auto kSql = "UPDATE videos SET pushed = :revision WHERE id = :id";
  query(database, kSql, with(":id", id), with(":revision", revision)).exec();
}

}  // namespace storyreel::cache::videos
