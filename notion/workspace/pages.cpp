#include <algorithm>
#include <array>

#include "notion/workspace/blocks.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/page_markdown.hpp"
#include "notion/workspace/page_place.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kCreate{Field{"parent", Want::object},
                             Field{"properties", Want::object},
                             Field{"icon", Want::object, false, true},
                             Field{"cover", Want::object, false, true},
                             Field{"children", Want::array},
                             Field{"content", Want::array},
                             Field{"markdown", Want::string},
                             Field{"allow_async", Want::boolean},
                             Field{"template", Want::object},
                             Field{"position", Want::object}};
constexpr std::array kUpdate{
    Field{"properties", Want::object},         Field{"icon", Want::object, false, true},
    Field{"cover", Want::object, false, true}, Field{"in_trash", Want::boolean},
    Field{"is_archived", Want::boolean},       Field{"is_locked", Want::boolean},
    Field{"template", Want::object},           Field{"erase_content", Want::boolean}};
/// Of these, a new page takes one: each is its content.
constexpr std::array<std::string_view, 3> kContents{"children", "content", "markdown"};

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

/// The one of kContents that the body has; empty when it has none.
std::string_view content_in(const json::object& body) {
  std::string_view found;
  for (const auto key : kContents) {
    const auto* value = find(body, key);
    if (value && !found.empty()) invalid_field(at("body", key), "not present", value);
    if (value) found = key;
  }
  return found;
}

void write_content(Call& call, Node& page) {
  const auto key = content_in(call.body);
  if (key == "markdown")
    write_markdown(call, page, call.body.at(key).get_string());
  else if (!key.empty())
    append_blocks(call, page.id, call.body.at(key), at("body", key));
}

}  // namespace

json::object create_page(Call& call) {
  check_fields(call.body, "body", kCreate);
  check_template(call);
  const auto place = place_in(call);
  if (place.after) call.store.make_room(place.id(), *place.after, 1);
  auto page = make(call, Kind::page, place.id(),
                   place.after ? *place.after + 1 : call.store.end_of(place.id()));
  page.body["properties"] = json::object();
  set_header(call, page, call.body);
  auto schema = place.in_source() ? schema_of(*place.parent) : title_only();
  const bool counted = begin_row(page, schema);
  set_properties(call, page, schema, counted);
  call.store.insert(page);
  write_content(call, page);
  if (place.parent && !place.in_source()) touch_page(call, place.id());
  return show_page(call, page);
}

json::object retrieve_page(Call& call) {
  return show_page(call, get(call, call.id(), Kind::page));
}

json::object update_page(Call& call) {
  if (call.older() && call.body.contains("archived")) call.body["in_trash"] = call.body["archived"];
  if (call.older()) call.body.erase("archived");
  check_fields(call.body, "body", kUpdate);
  check_template(call);
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
