#include "notion/workspace/databases.hpp"

#include <array>

#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kCreate{
    Field{"parent", Want::object, true},        Field{"title", Want::array},
    Field{"description", Want::array},          Field{"is_inline", Want::boolean},
    Field{"initial_data_source", Want::object}, Field{"icon", Want::object, false, true},
    Field{"cover", Want::object, false, true}};
constexpr std::array kUpdate{
    Field{"parent", Want::object},     Field{"title", Want::array},
    Field{"description", Want::array}, Field{"is_inline", Want::boolean},
    Field{"is_locked", Want::boolean}, Field{"icon", Want::object, false, true},
    Field{"in_trash", Want::boolean},  Field{"cover", Want::object, false, true}};
constexpr std::array kParent{Field{"type", Want::string, true}, Field{"page_id", Want::string},
                             Field{"workspace", Want::boolean}};
constexpr std::array kSource{Field{"properties", Want::object}};

/// The id of the page that a database goes into; empty for the workspace itself, for persons only.
std::string page_parent(Call& call, const json::object& parent) {
  check_fields(parent, "body.parent", kParent);
  const auto* page = find(parent, "page_id");
  if (text_of(parent, "type") == "workspace" && call.user.bot)
    invalid(
        "Internal integrations aren't owned by a single user, so creating workspace-level private "
        "pages is not supported.");
  if (text_of(parent, "type") == "workspace") return {};
  if (text_of(parent, "type") != "page_id" || !page)
    invalid_field("body.parent.page_id", "defined", nullptr);
  const auto node = get(call, as_id(*page, "body.parent.page_id"), Kind::page);
  check_writable(call, node);
  return node.id;
}

void set_header(Call& call, Node& database, const json::object& body) {
  for (const auto* key : {"title", "description"})
    if (const auto* text = find(body, key))
      database.body[key] = read_rich_text(call, *text, at("body", key));
  for (const auto* key : {"is_inline", "is_locked"})
    if (const auto* flag = find(body, key)) database.body[key] = *flag;
  if (const auto* icon = find(body, "icon"))
    database.body["icon"] = read_icon(call, *icon, "body.icon");
  if (const auto* cover = find(body, "cover"))
    database.body["cover"] = read_cover(call, *cover, "body.cover");
  database.title = plain_text(database.body.at("title"));
}

const json::value& initial_properties(const json::object& body) {
  static const json::value kNone = json::object();
  const auto* source = find(body, "initial_data_source");
  if (!source) return kNone;
  check_fields(source->get_object(), "body.initial_data_source", kSource);
  const auto* properties = find(source->get_object(), "properties");
  return properties ? *properties : kNone;
}

}  // namespace

void check_outside(Call& call, const Node& node, std::string_view parent) {
  for (auto above = call.store.find(parent); above; above = call.store.find(above->parent))
    if (above->id == node.id)
      invalid("Cannot move a " + std::string(name_of(node.kind)) + " into itself.");
}

json::object create_database(Call& call) {
  check_fields(call.body, "body", kCreate);
  const auto parent = page_parent(call, call.body.at("parent").get_object());
  auto database = make(call, Kind::database, parent, call.store.end_of(parent));
  database.body = {{"title", json::array()}, {"description", json::array()}};
  set_header(call, database, call.body);
  call.store.insert(database);
  add_source(call, database, database.body.at("title").get_array(), initial_properties(call.body),
             "body.initial_data_source.properties");
  if (!parent.empty()) touch_page(call, parent);
  return show_database(call, database);
}

json::object retrieve_database(Call& call) {
  return show_database(call, get(call, call.id(), Kind::database));
}

json::object update_database(Call& call) {
  if (call.older() && call.body.contains("archived")) call.body["in_trash"] = call.body["archived"];
  if (call.older()) call.body.erase("archived");
  check_fields(call.body, "body", kUpdate);
  auto database = get(call, call.id(), Kind::database);
  const auto trash = trash_flag(call);
  if (!trash || *trash) check_writable(call, database);
  if (trash) database.trashed = *trash;
  if (const auto* parent = find(call.body, "parent")) {
    const auto page = page_parent(call, parent->get_object());
    check_outside(call, database, page);
    if (page != database.parent) database.position = call.store.end_of(page);
    database.parent = page;
  }
  set_header(call, database, call.body);
  touch(call, database);
  touch_page(call, database.id);
  return show_database(call, database);
}

}  // namespace storyreel::workspace
