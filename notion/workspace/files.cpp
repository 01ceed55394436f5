#include "notion/workspace/files.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace storyreel::workspace {
namespace {

std::int64_t number_of(Time time) {
  return time.time_since_epoch().count();
}

Time time_of(const SQLite::Column& column) {
  return Time(milliseconds(column.getInt64()));
}

Upload upload_of(SQLite::Statement& query) {
  Upload upload{.id = query.getColumn(0).getString(),
                .mode = query.getColumn(1).getString(),
                .status = query.getColumn(2).getString(),
                .filename = query.getColumn(3).getString(),
                .content_type = query.getColumn(4).getString(),
                .parts = query.getColumn(6).getInt(),
                .url = query.getColumn(7).getString(),
                .import = json::parse(query.getColumn(8).getString()).as_object(),
                .created = time_of(query.getColumn(9)),
                .edited = time_of(query.getColumn(10)),
                .created_by = query.getColumn(12).getString()};
  if (const auto length = query.getColumn(5); !length.isNull()) upload.length = length.getInt64();
  if (const auto expires = query.getColumn(11); !expires.isNull())
    upload.expires = time_of(expires);
  return upload;
}

void bind_number(SQLite::Statement& statement, int index, std::optional<std::int64_t> number) {
  if (number)
    statement.bind(index, *number);
  else
    statement.bind(index);
}

/// What changes in an upload's life, from parameter 2 on.
void bind_state(SQLite::Statement& statement, const Upload& upload) {
  statement.bind(1, upload.id);
  statement.bind(2, upload.status);
  statement.bind(3, upload.filename);
  statement.bind(4, upload.content_type);
  bind_number(statement, 5, upload.length);
  statement.bind(6, json::serialize(upload.import));
  statement.bind(7, number_of(upload.edited));
  bind_number(statement, 8,
              upload.expires ? std::optional(number_of(*upload.expires)) : std::nullopt);
}

}  // namespace

void insert_upload(Store& store, const Upload& upload) {
  SQLite::Statement insert(store.database(), R"(
    INSERT INTO file_upload (id, status, filename, content_type, content_length, import, edited,
                             expires, mode, parts, url, created, created_by)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13))");
  bind_state(insert, upload);
  insert.bind(9, upload.mode);
  insert.bind(10, upload.parts);
  insert.bind(11, upload.url);
  insert.bind(12, number_of(upload.created));
  insert.bind(13, upload.created_by);
  insert.exec();
}

void update_upload(Store& store, const Upload& upload) {
  SQLite::Statement update(store.database(), R"(
    UPDATE file_upload SET status = ?2, filename = ?3, content_type = ?4, content_length = ?5,
                           import = ?6, edited = ?7, expires = ?8
    WHERE id = ?1)");
  bind_state(update, upload);
  update.exec();
}

std::optional<Upload> find_upload(Store& store, std::string_view id) {
  SQLite::Statement query(store.database(), R"(
    SELECT id, mode, status, filename, content_type, content_length, parts, url, import, created,
           edited, expires, created_by
    FROM file_upload WHERE id = ?)");
  query.bind(1, std::string(id));
  if (!query.executeStep()) return std::nullopt;
  return upload_of(query);
}

std::vector<std::string> list_uploads(Store& store, std::string_view user, std::string_view status,
                                      Time now) {
  // rowid tells apart what was made within one millisecond.
  SQLite::Statement query(store.database(), R"(
    SELECT id FROM file_upload
    WHERE created_by = ?1
      AND ?2 IN ('', CASE WHEN status <> 'failed' AND expires <= ?3 THEN 'expired' ELSE status END)
    ORDER BY created DESC, rowid DESC)");
  query.bind(1, std::string(user));
  query.bind(2, std::string(status));
  query.bind(3, number_of(now));
  std::vector<std::string> ids;
  while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
  return ids;
}

std::vector<Upload> waiting_imports(Store& store) {
  SQLite::Statement query(store.database(), R"(
    SELECT id, mode, status, filename, content_type, content_length, parts, url, import, created,
           edited, expires, created_by
    FROM file_upload WHERE mode = 'external_url' AND status = 'pending')");
  std::vector<Upload> waiting;
  while (query.executeStep()) waiting.push_back(upload_of(query));
  return waiting;
}

void keep_part(Store& store, std::string_view upload, int part, std::string_view bytes) {
  SQLite::Statement clear(store.database(), "DELETE FROM file_piece WHERE upload = ? AND part = ?");
  clear.bind(1, std::string(upload));
  clear.bind(2, part);
  clear.exec();
  SQLite::Statement insert(store.database(),
                           "INSERT INTO file_piece (upload, part, piece, bytes) "
                           "VALUES (?, ?, ?, ?)");
  // An empty part has one empty piece, or it could not be told from a part not sent.
  for (std::int64_t piece = 0; piece == 0 || !bytes.empty(); ++piece) {
    const auto some = bytes.substr(0, kPieceBytes);
    insert.bind(1, std::string(upload));
    insert.bind(2, part);
    insert.bind(3, piece);
    insert.bindNoCopy(4, some.data() ? some.data() : "", static_cast<int>(some.size()));
    insert.exec();
    insert.reset();
    bytes.remove_prefix(some.size());
  }
}

std::vector<std::pair<int, std::int64_t>> part_lengths(Store& store, std::string_view upload) {
  SQLite::Statement query(store.database(), R"(
    SELECT part, sum(length(bytes)) FROM file_piece WHERE upload = ? GROUP BY part ORDER BY part)");
  query.bind(1, std::string(upload));
  std::vector<std::pair<int, std::int64_t>> lengths;
  while (query.executeStep())
    lengths.emplace_back(query.getColumn(0).getInt(), query.getColumn(1).getInt64());
  return lengths;
}

std::string read_piece(Store& store, std::string_view upload, int part, std::int64_t piece) {
  SQLite::Statement query(
      store.database(), "SELECT bytes FROM file_piece WHERE upload = ? AND part = ? AND piece = ?");
  query.bind(1, std::string(upload));
  query.bind(2, part);
  query.bind(3, piece);
  return query.executeStep() ? query.getColumn(0).getString() : std::string();
}

void drop_expired(Store& store, Time now) {
  SQLite::Statement remove(store.database(), R"(
    DELETE FROM file_piece WHERE upload IN (SELECT id FROM file_upload WHERE expires <= ?))");
  remove.bind(1, number_of(now));
  remove.exec();
}

std::int64_t most_file(Store& store) {
  return store.database().execAndGet("SELECT most_file FROM plan").getInt64();
}

void set_most_file(Store& store, std::int64_t bytes) {
  SQLite::Statement update(store.database(), "UPDATE plan SET most_file = ?");
  update.bind(1, bytes);
  update.exec();
}

std::string file_key(Store& store) {
  return store.database().execAndGet("SELECT key FROM file_key").getString();
}

}  // namespace storyreel::workspace
