#include <functional>
#include <map>

#include "notion/workspace/store.hpp"

// The questions that follow the tree up and down.
namespace storyreel::workspace {
namespace {

/// Whether the way up from `id` ends at the workspace itself; what is in the trash is not there.
bool reaches_top(std::string_view id,
                 const std::map<std::string, std::string, std::less<>>& parents) {
  while (!id.empty()) {
    const auto found = parents.find(id);
    if (found == parents.end()) return false;
    id = found->second;
  }
  return true;
}

}  // namespace

std::vector<Node> Store::tree() {
  SQLite::Statement select(database_, R"(
    WITH RECURSIVE branch (id) AS (
      SELECT id FROM node INDEXED BY node_outside_rows
      WHERE is_row = 0 AND kind IN ('page', 'database', 'data_source') AND trashed = 0
      UNION
      SELECT node.parent FROM node JOIN branch USING (id) WHERE node.parent IS NOT NULL)
    SELECT id, kind, parent, position, trashed, created, edited, created_by, edited_by, title, body
    FROM node JOIN branch USING (id) WHERE trashed = 0 ORDER BY position, id)");
  auto found = nodes(select);
  std::map<std::string, std::string, std::less<>> parents;
  for (const auto& node : found) parents.emplace(node.id, node.parent);
  std::erase_if(found, [&](const Node& node) {
    return node.kind == Kind::block || !reaches_top(node.parent, parents);
  });
  return found;
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
    UPDATE node INDEXED BY node_by_parent SET body = json_remove(body, '$.properties."' || ?2 || '"')
    WHERE parent = ?1 AND kind = 'page')");
  update.bind(1, std::string(data_source));
  update.bind(2, std::string(property));
  update.exec();
  pending_.push_back({std::string(data_source), Kind::data_source, {}, std::string(property), {}});
}

}  // namespace storyreel::workspace
