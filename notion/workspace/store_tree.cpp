#include "notion/workspace/store.hpp"

// The questions that follow the tree up and down.
namespace storyreel::workspace {

std::vector<Node> Store::searchable(std::string_view query, bool trashed) {
  SQLite::Statement select(database_, R"(
    WITH RECURSIVE alive (id) AS (
      SELECT id FROM node WHERE parent IS NULL AND trashed = 0
      UNION ALL
      SELECT node.id FROM node JOIN alive ON node.parent = alive.id WHERE node.trashed = 0)
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node
    WHERE kind IN ('page', 'data_source') AND instr(lower(title), lower(?1)) > 0
      AND (id NOT IN (SELECT id FROM alive)) = ?2
    ORDER BY edited DESC, id)");
  select.bind(1, std::string(query));
  select.bind(2, trashed);
  return nodes(select);
}

std::vector<Node> Store::tree() {
  SQLite::Statement select(database_, R"(
    WITH RECURSIVE tree (id, kind, row) AS (
      SELECT id, kind, 0 FROM node WHERE parent IS NULL AND trashed = 0
      UNION ALL
      SELECT node.id, node.kind, tree.kind = 'data_source' FROM node JOIN tree ON node.parent = tree.id
      WHERE node.trashed = 0 AND node.kind <> 'view')
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node JOIN tree USING (id, kind)
    WHERE kind IN ('page', 'database', 'data_source')
      AND (NOT row OR EXISTS (SELECT 1 FROM node AS child
                              WHERE child.parent = tree.id AND child.trashed = 0
                                AND child.kind IN ('page', 'database')))
    ORDER BY position, id)");
  return nodes(select);
}

bool Store::ancestor_trashed(std::string_view id) {
  SQLite::Statement query(database_, R"(
    WITH RECURSIVE up (id, parent, trashed, depth) AS (
      SELECT id, parent, trashed, 0 FROM node WHERE id = ?
      UNION ALL
      SELECT node.id, node.parent, node.trashed, depth + 1
      FROM node JOIN up ON node.id = up.parent)
    SELECT EXISTS (SELECT 1 FROM up WHERE trashed = 1 AND depth > 0))");
  query.bind(1, std::string(id));
  return query.executeStep() && query.getColumn(0).getInt() != 0;
}

std::string Store::page_of(std::string_view id) {
  SQLite::Statement query(database_, R"(
    WITH RECURSIVE up (id, parent, kind, depth) AS (
      SELECT id, parent, kind, 0 FROM node WHERE id = ?
      UNION ALL
      SELECT node.id, node.parent, node.kind, depth + 1 FROM node JOIN up ON node.id = up.parent)
    SELECT id FROM up WHERE kind = 'page' ORDER BY depth LIMIT 1)");
  query.bind(1, std::string(id));
  return query.executeStep() ? query.getColumn(0).getString() : std::string();
}

std::int64_t Store::end_of(std::string_view parent) {
  SQLite::Statement query(database_,
                          "SELECT coalesce(max(position), 0) + 1 FROM node WHERE parent = ?");
  query.bind(1, std::string(parent));
  query.executeStep();
  return query.getColumn(0).getInt64();
}

void Store::make_room(std::string_view parent, std::int64_t position, std::int64_t count) {
  SQLite::Statement update(
      database_, "UPDATE node SET position = position + ?3 WHERE parent = ?1 AND position > ?2");
  update.bind(1, std::string(parent));
  update.bind(2, position);
  update.bind(3, count);
  update.exec();
}

void Store::drop_values(std::string_view data_source, std::string_view property) {
  SQLite::Statement update(database_, R"(
    UPDATE node SET body = json_remove(body, '$.properties."' || ?2 || '"')
    WHERE parent = ?1 AND kind = 'page')");
  update.bind(1, std::string(data_source));
  update.bind(2, std::string(property));
  update.exec();
}

}  // namespace storyreel::workspace
