#include <array>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/control.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kAdd{Field{"name", Want::string, true}, Field{"capabilities", Want::array},
                          Field{"person", Want::boolean}};
constexpr std::array kChange{Field{"token", Want::string}, Field{"user_id", Want::string},
                             Field{"capabilities", Want::array}, Field{"revoked", Want::boolean}};
constexpr std::array kShare{Field{"page_id", Want::string, true},
                            Field{"shared", Want::boolean, true}, Field{"user_id", Want::string}};

/// The connection a body names, by default the integration's.
const Connection& named(const Control& control, const json::object& body) {
  const auto* user = find(body, "user_id");
  const auto* token = find(body, "token");
  const auto* found = token  ? control.connections.of_token(token->get_string())
                      : user ? control.connections.of_user(as_id(*user, "body.user_id"))
                             : control.connections.of_user(control.connections.bot().id);
  if (!found) throw ApiError(Code::object_not_found, "There is no such connection.");
  return *found;
}

void set_capabilities(User& user, const json::object& body) {
  if (const auto* names = find(body, "capabilities"))
    user.can = Capabilities::from_names(names->get_array());
}

json::object show(Control& control, const Connection& connection) {
  const auto& user = connection.user;
  json::array shared;
  for (const auto& id : control.store.shared(user.id)) shared.emplace_back(id);
  return {{"user_id", user.id},
          {"type", user.bot ? "bot" : "person"},
          {"name", user.name},
          {"capabilities", user.can.names()},
          {"revoked", connection.revoked},
          {"shared", std::move(shared)}};
}

}  // namespace

json::object add_connection(Control& control, const ControlRequest& request) {
  check_fields(request.body, "body", kAdd);
  const auto* person = find(request.body, "person");
  User user{.id = new_uuid(),
            .bot = !person || !person->get_bool(),
            .name = as_string(request.body.at("name"), "body.name", limits::kContact)};
  if (!user.bot) user.email = user.id.substr(0, 8) + "@studio.local";
  set_capabilities(user, request.body);
  return {{"token", control.connections.add(user)}, {"user_id", user.id}};
}

json::object change_connection(Control& control, const ControlRequest& request) {
  check_fields(request.body, "body", kChange);
  auto connection = named(control, request.body);
  set_capabilities(connection.user, request.body);
  if (const auto* revoked = find(request.body, "revoked")) connection.revoked = revoked->get_bool();
  control.connections.change(connection);
  return show(control, connection);
}

json::object list_connections(Control& control, const ControlRequest&) {
  json::array connections;
  for (const auto& each : control.connections.all()) connections.emplace_back(show(control, each));
  return {{"connections", std::move(connections)}};
}

json::object set_share(Control& control, const ControlRequest& request) {
  check_fields(request.body, "body", kShare);
  const auto id = as_id(request.body.at("page_id"), "body.page_id");
  const auto& connection = named(control, request.body);
  if (!control.store.find(id)) not_found("page", id);
  Store::Write write(control.store);
  control.store.share(connection.user.id, id, request.body.at("shared").get_bool());
  write.commit();
  return show(control, connection);
}

}  // namespace storyreel::workspace
