#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "notion/workspace/comments.hpp"
#include "notion/workspace/limits.hpp"

namespace storyreel::workspace {
namespace {

json::object parsed(const std::string& text) {
  json::parse_options options;
  // What was accepted at the API's depth stands a little deeper here.
  options.max_depth = 2 * limits::kJsonDepth;
  return json::parse(text, {}, options).as_object();
}

}  // namespace

void insert_comment(Store& store, const Comment& comment) {
  SQLite::Statement insert(store.database(), R"(
    INSERT INTO comment (id, discussion, place, created, edited, created_by, body)
    VALUES (?, ?, ?, ?, ?, ?, ?))");
  insert.bind(1, comment.id);
  insert.bind(2, comment.discussion);
  insert.bind(3, comment.place);
  insert.bind(4, comment.created.time_since_epoch().count());
  insert.bind(5, comment.edited.time_since_epoch().count());
  insert.bind(6, comment.created_by);
  insert.bind(7, json::serialize(comment.body));
  insert.exec();
  store.note_about(comment.place);
}

void update_comment(Store& store, const Comment& comment) {
  SQLite::Statement update(store.database(),
                           "UPDATE comment SET edited = ?2, body = ?3 WHERE id = ?1");
  update.bind(1, comment.id);
  update.bind(2, comment.edited.time_since_epoch().count());
  update.bind(3, json::serialize(comment.body));
  update.exec();
  store.note_about(comment.place);
}

void remove_comment(Store& store, const Comment& comment) {
  SQLite::Statement remove(store.database(), "DELETE FROM comment WHERE id = ?");
  remove.bind(1, comment.id);
  remove.exec();
  store.note_about(comment.place);
}

std::optional<Comment> find_comment(Store& store, std::string_view id) {
  SQLite::Statement query(store.database(), R"(
    SELECT id, discussion, place, created, edited, created_by, body FROM comment WHERE id = ?)");
  query.bind(1, std::string(id));
  if (!query.executeStep()) return std::nullopt;
  return Comment{.id = query.getColumn(0).getString(),
                 .discussion = query.getColumn(1).getString(),
                 .place = query.getColumn(2).getString(),
                 .created = Time(milliseconds(query.getColumn(3).getInt64())),
                 .edited = Time(milliseconds(query.getColumn(4).getInt64())),
                 .created_by = query.getColumn(5).getString(),
                 .body = parsed(query.getColumn(6).getString())};
}

std::vector<std::string> list_comments(Store& store, std::string_view place) {
  SQLite::Statement query(store.database(),
                          // Notion lists comments from the oldest on.
                          "SELECT id FROM comment WHERE place = ? ORDER BY created, rowid");
  query.bind(1, std::string(place));
  std::vector<std::string> ids;
  while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
  return ids;
}

std::string place_of_discussion(Store& store, std::string_view discussion) {
  SQLite::Statement query(store.database(),
                          "SELECT place FROM comment WHERE discussion = ? LIMIT 1");
  query.bind(1, std::string(discussion));
  return query.executeStep() ? query.getColumn(0).getString() : std::string();
}

}  // namespace storyreel::workspace
