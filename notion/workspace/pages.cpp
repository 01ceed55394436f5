#include <algorithm>
#include <array>

#include "notion/workspace/blocks.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kCreate{
    Field{"parent", Want::object, true},      Field{"properties", Want::object},
    Field{"icon", Want::object, false, true}, Field{"cover", Want::object, false, true},
    Field{"children", Want::array},           Field{"content", Want::array},
    Field{"template", Want::object},          Field{"position", Want::object}};
constexpr std::array kUpdate{
    Field{"properties", Want::object},         Field{"icon", Want::object, false, true},
    Field{"cover", Want::object, false, true}, Field{"in_trash", Want::boolean},
    Field{"is_archived", Want::boolean},       Field{"is_locked", Want::boolean},
    Field{"template", Want::object},           Field{"erase_content", Want::boolean}};
constexpr std::array kParent{Field{"type", Want::string}, Field{"page_id", Want::string},
                             Field{"data_source_id", Want::string},
                             Field{"database_id", Want::string}, Field{"workspace", Want::boolean}};
constexpr std::array kTemplate{Field{"type", Want::string, true},
                               Field{"template_id", Want::string}, Field{"timezone", Want::string}};
constexpr std::array<std::string_view, 3> kTemplates{"none", "default", "template_id"};
constexpr std::array kPosition{Field{"type", Want::string, true},
                               Field{"after_block", Want::object}};
constexpr std::array<std::string_view, 3> kPositions{"after_block", "page_start", "page_end"};
constexpr std::array kBlock{Field{"id", Want::string, true}};

/// A database stands for its data source, as long as it has only one.
Node only_source(Call& call, const Node& database) {
  auto sources = call.store.children(database.id, Kind::data_source);
  if (sources.size() != 1)
    invalid(
        "Databases with multiple data sources are not supported in this API version: use "
        "data_source_id.");
  return std::move(sources.front());
}

/// The top of the workspace, where only persons make pages.
Node workspace_parent(const Call& call) {
  if (call.user.bot)
    invalid(
        "Internal integrations aren't owned by a single user, so creating workspace-level private "
        "pages is not supported.");
  return {};
}

Node parent_in(Call& call, const json::object& parent) {
  check_fields(parent, "body.parent", kParent);
  if (parent.size() > (parent.contains("type") ? 2u : 1u))
    invalid("body failed validation: body.parent should name one parent only.");
  if (parent.contains("workspace")) return workspace_parent(call);
  const auto id = [&](std::string_view key) {
    return as_id(parent.at(key), at("body.parent", key));
  };
  if (parent.contains("data_source_id")) return get(call, id("data_source_id"), Kind::data_source);
  if (parent.contains("page_id")) return get(call, id("page_id"), Kind::page);
  if (parent.contains("database_id"))
    return only_source(call, get(call, id("database_id"), Kind::database));
  invalid_field("body.parent.page_id", "defined", nullptr);
}

void set_header(Call& call, Node& page, const json::object& body) {
  if (const auto* icon = find(body, "icon"))
    page.body["icon"] = read_icon(call, *icon, "body.icon");
  if (const auto* cover = find(body, "cover"))
    page.body["cover"] = read_cover(call, *cover, "body.cover");
  for (const auto* key : {"is_archived", "is_locked"})
    if (const auto* flag = find(body, key)) page.body[key] = *flag;
}

/// Writes the body's properties and keeps the schema when it changed by that, or did before.
void set_properties(Call& call, Node& page, std::vector<Property>& schema, bool changed = false) {
  const auto* values = find(call.body, "properties");
  if (values && write_properties(call, page, schema, *values, "body.properties")) changed = true;
  if (!changed) return;
  auto source = get(call, page.parent, Kind::data_source);
  set_schema(source, schema);
  call.store.update(source);
}

/// No data source here has templates.
void check_template(const json::object& body) {
  const auto* wanted = find(body, "template");
  if (!wanted) return;
  check_fields(wanted->get_object(), "body.template", kTemplate);
  const auto type = as_one_of(wanted->at("type"), "body.template.type", kTemplates);
  if (type == "default") invalid("The data source has no default template.");
  if (type == "template_id") not_found("template", text_of(wanted->get_object(), "template_id"));
}

/// Where in its parent a new page goes: at the end, unless the body's `position` says otherwise.
std::int64_t place_in(Call& call, const Node& parent) {
  const auto* position = find(call.body, "position");
  if (!position) return call.store.end_of(parent.id);
  check_fields(position->get_object(), "body.position", kPosition);
  const auto type = as_one_of(position->at("type"), "body.position.type", kPositions);
  if (type == "page_end") return call.store.end_of(parent.id);
  std::int64_t before = 0;
  if (type == "after_block") {
    const auto* block = find(position->get_object(), "after_block");
    if (!block) invalid_field("body.position.after_block", "defined", nullptr);
    check_fields(block->get_object(), "body.position.after_block", kBlock);
    const auto id = as_id(block->at("id"), "body.position.after_block.id");
    const auto after = call.store.find(id);
    if (!after || after->parent != parent.id) not_found("block", id);
    before = after->position;
  }
  call.store.make_room(parent.id, before, 1);
  return before + 1;
}

const json::value* children_in(const json::object& body) {
  const auto* children = find(body, "children");
  return children ? children : find(body, "content");
}

}  // namespace

json::object create_page(Call& call) {
  check_fields(call.body, "body", kCreate);
  const auto parent = parent_in(call, call.body.at("parent").get_object());
  if (!parent.id.empty()) check_writable(call, parent);
  check_template(call.body);
  auto page = make(call, Kind::page, parent.id, place_in(call, parent));
  page.body["properties"] = json::object();
  set_header(call, page, call.body);
  auto schema = parent.kind == Kind::page ? title_only() : schema_of(parent);
  const bool counted = begin_row(page, schema);
  set_properties(call, page, schema, counted);
  call.store.insert(page);
  if (const auto* children = children_in(call.body))
    append_blocks(call, page.id, *children, "body.children");
  if (parent.kind == Kind::page) touch_page(call, parent.id);
  return show_page(call, page);
}

json::object retrieve_page(Call& call) {
  return show_page(call, get(call, call.id(), Kind::page));
}

json::object update_page(Call& call) {
  if (call.older() && call.body.contains("archived")) call.body["in_trash"] = call.body["archived"];
  if (call.older()) call.body.erase("archived");
  check_fields(call.body, "body", kUpdate);
  auto page = get(call, call.id(), Kind::page);
  const auto trash = trash_flag(call);
  if (!trash || *trash) check_writable(call, page);
  if (trash) page.trashed = *trash;
  set_header(call, page, call.body);
  auto schema = schema_for(call, page);
  set_properties(call, page, schema);
  if (find(call.body, "erase_content") && call.body.at("erase_content").get_bool())
    for (auto& child : call.store.children(page.id)) {
      child.trashed = true;
      call.store.update(child);
    }
  touch(call, page);
  return show_page(call, page);
}

}  // namespace storyreel::workspace
