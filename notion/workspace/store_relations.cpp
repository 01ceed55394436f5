#include "notion/workspace/store.hpp"

// The links between pages (schema/0004_relations.sql).
namespace storyreel::workspace {

std::vector<std::string> Store::related(std::string_view page, std::string_view property,
                                        Trashed trashed, std::size_t most) {
  SQLite::Statement query(database_, R"(
    SELECT relation.target FROM relation JOIN node ON node.id = relation.target
    WHERE relation.page = ?1 AND relation.property = ?2 AND (?3 OR node.trashed = 0)
    ORDER BY relation.position LIMIT ?4)");
  query.bind(1, std::string(page));
  query.bind(2, std::string(property));
  query.bind(3, trashed == Trashed::with ? 1 : 0);
  query.bind(4, static_cast<std::int64_t>(most));
  std::vector<std::string> targets;
  while (query.executeStep()) targets.push_back(query.getColumn(0).getString());
  return targets;
}

std::vector<std::pair<std::string, std::string>> Store::relations(std::string_view data_source,
                                                                  std::string_view property) {
  SQLite::Statement query(database_, R"(
    SELECT relation.page, relation.target
    FROM node AS row JOIN relation ON relation.page = row.id AND relation.property = ?2
                     JOIN node AS target ON target.id = relation.target
    WHERE row.parent = ?1 AND row.kind = 'page' AND target.trashed = 0
    ORDER BY row.position, relation.position)");
  query.bind(1, std::string(data_source));
  query.bind(2, std::string(property));
  std::vector<std::pair<std::string, std::string>> pairs;
  while (query.executeStep())
    pairs.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
  return pairs;
}

void Store::relate(std::string_view page, std::string_view property, std::string_view target) {
  // A relation is a set in the order of its making.
  SQLite::Statement insert(database_, R"(
    INSERT OR IGNORE INTO relation (page, property, target, position)
    SELECT ?1, ?2, ?3, coalesce(max(position), 0) + 1 FROM relation
    WHERE page = ?1 AND property = ?2)");
  insert.bind(1, std::string(page));
  insert.bind(2, std::string(property));
  insert.bind(3, std::string(target));
  insert.exec();
  note_about(page);
}

void Store::unrelate(std::string_view page, std::string_view property, std::string_view target) {
  SQLite::Statement remove(database_,
                           "DELETE FROM relation WHERE page = ? AND property = ? AND target = ?");
  remove.bind(1, std::string(page));
  remove.bind(2, std::string(property));
  remove.bind(3, std::string(target));
  remove.exec();
  note_about(page);
}

void Store::unrelate(std::string_view page, std::string_view property) {
  SQLite::Statement remove(database_, "DELETE FROM relation WHERE page = ? AND property = ?");
  remove.bind(1, std::string(page));
  remove.bind(2, std::string(property));
  remove.exec();
  note_about(page);
}

void Store::unrelate(std::string_view page) {
  for (const auto& each : pointing_at(page)) note_about(each);
  SQLite::Statement remove(database_, "DELETE FROM relation WHERE page = ?1 OR target = ?1");
  remove.bind(1, std::string(page));
  remove.exec();
  note_about(page);
}

void Store::mirror(std::string_view data_source, std::string_view property,
                   std::string_view mirror) {
  SQLite::Statement insert(database_, R"(
    INSERT OR IGNORE INTO relation (page, property, target, position)
    SELECT relation.target, ?3, relation.page,
           row_number() OVER (PARTITION BY relation.target ORDER BY row.position, row.id)
    FROM relation JOIN node AS row ON row.id = relation.page
    WHERE row.parent = ?1 AND relation.property = ?2)");
  insert.bind(1, std::string(data_source));
  insert.bind(2, std::string(property));
  insert.bind(3, std::string(mirror));
  insert.exec();
}

void Store::drop_relations(std::string_view data_source, std::string_view property) {
  SQLite::Statement remove(database_, R"(
    DELETE FROM relation
    WHERE property = ?2 AND page IN (
      SELECT id FROM node INDEXED BY node_by_parent WHERE parent = ?1 AND kind = 'page'))");
  remove.bind(1, std::string(data_source));
  remove.bind(2, std::string(property));
  remove.exec();
  pending_.push_back({std::string(data_source), Kind::data_source, {}, std::string(property), {}});
}

std::vector<std::string> Store::pointing_at(std::string_view target) {
  SQLite::Statement query(database_, "SELECT DISTINCT page FROM relation WHERE target = ?");
  query.bind(1, std::string(target));
  std::vector<std::string> pages;
  while (query.executeStep()) pages.push_back(query.getColumn(0).getString());
  return pages;
}

void Store::note_about(std::string_view id) {
  auto before = keep_before_ ? find(id) : std::nullopt;
  visit(id, [&](const Stored& node) {
    pending_.push_back(
        {std::string(node.id), node.kind, std::string(node.parent), {}, std::move(before)});
  });
}

}  // namespace storyreel::workspace
