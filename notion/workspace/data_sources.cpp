#include <algorithm>
#include <array>

#include "notion/workspace/databases.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kCreate{Field{"parent", Want::object, true},
                             Field{"properties", Want::object, true}, Field{"title", Want::array},
                             Field{"icon", Want::object, false, true}};
constexpr std::array kUpdate{Field{"title", Want::array}, Field{"icon", Want::object, false, true},
                             Field{"properties", Want::object}, Field{"in_trash", Want::boolean},
                             Field{"parent", Want::object}};
constexpr std::array kParent{Field{"type", Want::string}, Field{"database_id", Want::string, true}};

void set_header(Call& call, Node& source, const json::object& body) {
  if (const auto* title = find(body, "title"))
    source.body["title"] = read_rich_text(call, *title, "body.title");
  if (const auto* icon = find(body, "icon"))
    source.body["icon"] = read_icon(call, *icon, "body.icon");
  source.title = plain_text(source.body.at("title"));
}

Node database_parent(Call& call, const json::object& parent) {
  check_fields(parent, "body.parent", kParent);
  auto database =
      get(call, as_id(parent.at("database_id"), "body.parent.database_id"), Kind::database);
  check_writable(call, database);
  return database;
}

bool has_title(const json::value& properties) {
  return std::ranges::any_of(properties.as_object(), [](const auto& each) {
    return each.value().is_object() && each.value().get_object().contains("title");
  });
}

}  // namespace

Node add_source(Call& call, const Node& database, const json::array& title,
                const json::value& properties, std::string_view path) {
  auto source = make(call, Kind::data_source, database.id, call.store.end_of(database.id));
  source.body = {{"title", title}, {"description", json::array()}, {"schema", json::array()}};
  source.title = plain_text(title);
  // Every data source has exactly one title; Notion calls a missing one "Name".
  if (!has_title(properties))
    change_schema(call, source, json::object{{"Name", {{"title", json::object()}}}}, path);
  change_schema(call, source, properties, path);
  call.store.insert(source);
  // Notion makes a table view along with every data source.
  add_view(call, database, source, "Default view", "table");
  return source;
}

json::object create_data_source(Call& call) {
  check_fields(call.body, "body", kCreate);
  const auto database = database_parent(call, call.body.at("parent").get_object());
  const auto* title = find(call.body, "title");
  auto source =
      add_source(call, database, title ? read_rich_text(call, *title, "body.title") : json::array(),
                 call.body.at("properties"), "body.properties");
  set_header(call, source, call.body);
  touch(call, source);
  return show_data_source(call, source);
}

json::object retrieve_data_source(Call& call) {
  return show_data_source(call, get(call, call.id(), Kind::data_source));
}

json::object update_data_source(Call& call) {
  if (call.older() && call.body.contains("archived")) call.body["in_trash"] = call.body["archived"];
  if (call.older()) call.body.erase("archived");
  check_fields(call.body, "body", kUpdate);
  auto source = get(call, call.id(), Kind::data_source);
  const auto trash = trash_flag(call);
  // What is in the trash takes one change only: to come out of it.
  if (!trash || *trash) check_writable(call, source);
  if (trash) source.trashed = *trash;
  if (const auto* parent = find(call.body, "parent")) {
    const auto database = database_parent(call, parent->get_object()).id;
    // Or the tree would have a loop, which nothing reaches any more.
    check_outside(call, source, database);
    if (database != source.parent) source.position = call.store.end_of(database);
    source.parent = database;
  }
  set_header(call, source, call.body);
  if (const auto* properties = find(call.body, "properties"))
    change_schema(call, source, *properties, "body.properties");
  touch(call, source);
  return show_data_source(call, source);
}

json::object list_templates(Call& call) {
  get(call, call.id(), Kind::data_source);
  paging(call);
  return {{"templates", json::array()}, {"has_more", false}, {"next_cursor", nullptr}};
}

}  // namespace storyreel::workspace
