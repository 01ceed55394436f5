#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "notion/workspace/store.hpp"

// Who may act, and what they see.
namespace storyreel::workspace {

std::vector<User> Store::users() {
  std::vector<User> users;
  for (auto& connection : connections()) users.push_back(std::move(connection.user));
  return users;
}

void Store::add_user(const User& user) {
  SQLite::Statement insert(database_,
                           "INSERT INTO user (id, kind, name, email) VALUES (?, ?, ?, ?)");
  insert.bind(1, user.id);
  insert.bind(2, user.bot ? "bot" : "person");
  insert.bind(3, user.name);
  insert.bind(4, user.email);
  insert.exec();
  SQLite::Statement connect(database_, "INSERT INTO connection (user, capabilities) VALUES (?, ?)");
  connect.bind(1, user.id);
  connect.bind(2, json::serialize(user.can.names()));
  connect.exec();
}

std::vector<Connection> Store::connections() {
  SQLite::Statement query(database_, R"(
    SELECT id, kind, name, email, capabilities, token, revoked
    FROM user JOIN connection ON connection.user = user.id ORDER BY user.rowid)");
  std::vector<Connection> connections;
  while (query.executeStep()) {
    const auto names = json::parse(query.getColumn(4).getString());
    connections.push_back({{query.getColumn(0).getString(), query.getColumn(1).getString() == "bot",
                            query.getColumn(2).getString(), query.getColumn(3).getString(),
                            Capabilities::from_names(names.as_array())},
                           query.getColumn(5).getString(),
                           query.getColumn(6).getInt() != 0});
  }
  return connections;
}

void Store::update(const Connection& connection) {
  SQLite::Statement update(database_, R"(
    UPDATE connection SET token = nullif(?2, ''), capabilities = ?3, revoked = ?4 WHERE user = ?1)");
  update.bind(1, connection.user.id);
  update.bind(2, connection.digest);
  update.bind(3, json::serialize(connection.user.can.names()));
  update.bind(4, connection.revoked ? 1 : 0);
  update.exec();
}

void Store::share(std::string_view user, std::string_view id, bool shared) {
  SQLite::Statement insert(database_, R"(
    INSERT INTO share (user, node, shared) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET shared = excluded.shared)");
  insert.bind(1, std::string(user));
  insert.bind(2, std::string(id));
  insert.bind(3, shared ? 1 : 0);
  insert.exec();
}

std::vector<std::string> Store::shared(std::string_view user) {
  SQLite::Statement query(database_, R"(
    SELECT node.id FROM share JOIN node ON node.id = share.node
    WHERE share.user = ? AND share.shared = 1 ORDER BY node.created, node.id)");
  query.bind(1, std::string(user));
  std::vector<std::string> ids;
  while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
  return ids;
}

std::vector<std::string> Store::marked(const User& user) {
  SQLite::Statement query(database_, "SELECT node FROM share WHERE user = ?");
  query.bind(1, user.id);
  std::vector<std::string> ids;
  while (query.executeStep()) ids.push_back(query.getColumn(0).getString());
  return ids;
}

bool Store::visible(std::string_view id, const User& user) {
  if (!user.bot) return true;
  SQLite::Statement query(database_, R"(
    WITH RECURSIVE up (id, parent, depth) AS (
      SELECT id, parent, 0 FROM node WHERE id = ?
      UNION ALL
      SELECT node.id, node.parent, depth + 1 FROM node JOIN up ON node.id = up.parent)
    SELECT shared FROM up JOIN share ON share.user = ? AND share.node = up.id
    ORDER BY depth LIMIT 1)");
  query.bind(1, std::string(id));
  query.bind(2, user.id);
  return query.executeStep() && query.getColumn(0).getInt() != 0;
}

}  // namespace storyreel::workspace
