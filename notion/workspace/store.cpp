#include "notion/workspace/store.hpp"

#include <array>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/error.hpp"
#include "notion/workspace/limits.hpp"

namespace storyreel::workspace {

namespace embedded {
extern const std::string_view file_0001_workspace_sql;
extern const std::string_view file_0002_connections_sql;
extern const std::string_view file_0003_uploads_sql;
extern const std::string_view file_0004_relations_sql;
extern const std::string_view file_0005_rows_sql;
extern const std::string_view file_0006_workspace_id_sql;
extern const std::string_view file_0007_plan_sql;
}  // namespace embedded

namespace {

const std::array kSchema{embedded::file_0001_workspace_sql, embedded::file_0002_connections_sql,
                         embedded::file_0003_uploads_sql,   embedded::file_0004_relations_sql,
                         embedded::file_0005_rows_sql,      embedded::file_0006_workspace_id_sql,
                         embedded::file_0007_plan_sql};

constexpr std::array kKinds{
    std::pair{Kind::page, std::string_view("page")},
    std::pair{Kind::database, std::string_view("database")},
    std::pair{Kind::data_source, std::string_view("data_source")},
    std::pair{Kind::block, std::string_view("block")},
    std::pair{Kind::view, std::string_view("view")},
};

Kind kind_of(std::string_view name) {
  for (const auto& [kind, each] : kKinds)
    if (each == name) return kind;
  throw Error("workspace.db: unknown kind of node \"" + std::string(name) + "\"");
}

Time time_of(const SQLite::Column& column) {
  return Time(milliseconds(column.getInt64()));
}
std::int64_t number_of(Time time) {
  return time.time_since_epoch().count();
}

void bind_text(SQLite::Statement& statement, int index, std::string_view text) {
  statement.bind(index, std::string(text));
}

void bind_parent(SQLite::Statement& statement, int index, const std::string& parent) {
  if (parent.empty())
    statement.bind(index);
  else
    statement.bind(index, parent);
}

/// What was accepted at the API's depth stands a little deeper here.
json::object parsed(std::string_view text) {
  json::parse_options options;
  options.max_depth = 2 * limits::kJsonDepth;
  return json::parse(text, {}, options).as_object();
}

std::string_view text_of(const SQLite::Column& column) {
  return {column.getText(), static_cast<std::size_t>(column.getBytes())};
}

/// Visits the nodes that `query` finds; returns how many.
std::size_t visit_all(SQLite::Statement& query, const Store::Visit& visit) {
  std::size_t count = 0;
  for (; query.executeStep(); ++count)
    visit({.id = text_of(query.getColumn(0)),
           .kind = kind_of(text_of(query.getColumn(1))),
           .parent = text_of(query.getColumn(2)),
           .position = query.getColumn(3).getInt64(),
           .trashed = query.getColumn(4).getInt() != 0,
           .created = time_of(query.getColumn(5)),
           .edited = time_of(query.getColumn(6)),
           .created_by = text_of(query.getColumn(7)),
           .edited_by = text_of(query.getColumn(8)),
           .title = text_of(query.getColumn(9)),
           .body = text_of(query.getColumn(10))});
  return count;
}

void migrate(SQLite::Database& database) {
  const int have = database.execAndGet("PRAGMA user_version").getInt();
  const int want = static_cast<int>(kSchema.size());
  if (have > want)
    throw Error("workspace.db was written by a newer storyreel (schema " + std::to_string(have) +
                ", this one knows " + std::to_string(want) + "): use that one, or another --data");
  for (int version = have; version < want; ++version) {
    SQLite::Transaction transaction(database);
    database.exec(std::string(kSchema[static_cast<std::size_t>(version)]));
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
}

}  // namespace

std::string_view name_of(Kind kind) {
  for (const auto& [each, name] : kKinds)
    if (each == kind) return name;
  return {};
}

Store::Store(const std::filesystem::path& file)
    : database_(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000) {
  database_.exec("PRAGMA journal_mode = WAL");
  // With a write-ahead log this survives the process; only a power cut may lose the last writes.
  database_.exec("PRAGMA synchronous = NORMAL");
  database_.exec("PRAGMA foreign_keys = ON");
  migrate(database_);
}

Store::Write::Write(Store& store)
    : store_(store), transaction_(store.database_, SQLite::TransactionBehavior::IMMEDIATE) {
  store_.pending_.clear();
}

void Store::Write::commit() {
  transaction_.commit();
  // Taken before anybody is told: a watcher may read the store.
  const auto changes = std::exchange(store_.pending_, {});
  for (const auto& watcher : store_.watchers_) watcher(changes);
}

void Store::note(const Node& node, std::optional<Node> before) {
  pending_.push_back({node.id, node.kind, node.parent, {}, std::move(before)});
}

std::vector<Node> Store::nodes(SQLite::Statement& query) {
  std::vector<Node> nodes;
  visit_all(query, [&](const Stored& node) {
    nodes.push_back({.id = std::string(node.id),
                     .kind = node.kind,
                     .parent = std::string(node.parent),
                     .position = node.position,
                     .trashed = node.trashed,
                     .created = node.created,
                     .edited = node.edited,
                     .created_by = std::string(node.created_by),
                     .edited_by = std::string(node.edited_by),
                     .title = std::string(node.title),
                     .body = parsed(node.body)});
  });
  return nodes;
}

bool Store::visit(std::string_view id, const Visit& visit) {
  SQLite::Statement query(database_, R"(
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node WHERE id = ?)");
  bind_text(query, 1, id);
  return visit_all(query, visit) > 0;
}

void Store::visit_rows(std::string_view data_source, const Visit& visit) {
  SQLite::Statement query(database_, R"(
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node INDEXED BY node_by_parent WHERE parent = ? AND kind = 'page' AND trashed = 0)");
  bind_text(query, 1, data_source);
  visit_all(query, visit);
}

void Store::visit_titles(const Visit& visit) {
  SQLite::Statement query(database_, R"(
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, ''
    FROM node WHERE kind IN ('page', 'data_source'))");
  visit_all(query, visit);
}

std::optional<Node> Store::find(std::string_view id) {
  SQLite::Statement query(database_, R"(
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node WHERE id = ?)");
  bind_text(query, 1, id);
  auto found = nodes(query);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

void Store::insert(const Node& node) {
  SQLite::Statement insert(database_, R"(
    INSERT INTO node (id, kind, parent, position, trashed, created, edited, created_by, edited_by,
                      title, body, is_row)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
            ?2 = 'page' AND EXISTS (SELECT 1 FROM node WHERE id = ?3 AND kind = 'data_source')))");
  insert.bind(1, node.id);
  bind_text(insert, 2, name_of(node.kind));
  bind_parent(insert, 3, node.parent);
  insert.bind(4, node.position);
  insert.bind(5, node.trashed ? 1 : 0);
  insert.bind(6, number_of(node.created));
  insert.bind(7, number_of(node.edited));
  insert.bind(8, node.created_by);
  insert.bind(9, node.edited_by);
  insert.bind(10, node.title);
  insert.bind(11, json::serialize(node.body));
  insert.exec();
  note(node, std::nullopt);
}

void Store::update(const Node& node) {
  auto before = keep_before_ ? find(node.id) : std::nullopt;
  SQLite::Statement update(database_, R"(
    UPDATE node SET parent = ?2, position = ?3, trashed = ?4, edited = ?5, edited_by = ?6,
                    title = ?7, body = ?8,
                    is_row = kind = 'page' AND EXISTS (SELECT 1 FROM node AS above
                                                       WHERE above.id = ?2
                                                         AND above.kind = 'data_source')
    WHERE id = ?1)");
  update.bind(1, node.id);
  bind_parent(update, 2, node.parent);
  update.bind(3, node.position);
  update.bind(4, node.trashed ? 1 : 0);
  update.bind(5, number_of(node.edited));
  update.bind(6, node.edited_by);
  update.bind(7, node.title);
  update.bind(8, json::serialize(node.body));
  update.exec();
  note(node, std::move(before));
}

std::vector<Node> Store::children(std::string_view parent, bool trashed) {
  SQLite::Statement query(database_, R"(
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node WHERE parent = ? AND trashed = ? AND kind <> 'view' ORDER BY position, id)");
  bind_text(query, 1, parent);
  query.bind(2, trashed ? 1 : 0);
  return nodes(query);
}

std::vector<Node> Store::children(std::string_view parent, Kind kind) {
  SQLite::Statement query(database_, R"(
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node INDEXED BY node_by_parent
    WHERE parent = ? AND kind = ? AND trashed = 0 ORDER BY position, id)");
  bind_text(query, 1, parent);
  bind_text(query, 2, name_of(kind));
  return nodes(query);
}

bool Store::has_children(std::string_view parent) {
  SQLite::Statement query(database_,
                          "SELECT EXISTS (SELECT 1 FROM node WHERE parent = ? AND trashed = 0)");
  bind_text(query, 1, parent);
  return query.executeStep() && query.getColumn(0).getInt() != 0;
}

}  // namespace storyreel::workspace
