#include <algorithm>
#include <array>

#include "notion/workspace/objects.hpp"
#include "notion/workspace/page_place.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kMove{Field{"parent", Want::object, true}};
/// Types whose values mean something in another data source, too.
constexpr auto kKept =
    std::to_array<std::string_view>({"title", "rich_text", "number", "date", "people", "files",
                                     "checkbox", "url", "email", "phone_number"});
constexpr auto kOptions = std::to_array<std::string_view>({"select", "status", "multi_select"});

bool holds(std::span<const std::string_view> types, std::string_view type) {
  return std::ranges::find(types, type) != types.end();
}

/// {name} of options as they are shown, which is how another schema takes them.
json::value names_of(const json::value& shown) {
  if (shown.is_object()) return json::object{{"name", shown.at("name")}};
  if (!shown.is_array()) return nullptr;
  json::array names;
  for (const auto& each : shown.get_array()) names.emplace_back(names_of(each));
  return names;
}

/// What of `page`'s values fits the properties of another schema: those of equal name and type,
/// and the title. New options are added to `schema`.
json::object kept_values(Call& call, Node page, const std::vector<Property>& old,
                         std::vector<Property>& schema) {
  json::object kept;
  const json::object none;
  const auto* values = find(page.body, "properties");
  for (auto& property : schema) {
    const auto same = std::ranges::find_if(old, [&](const Property& each) {
      return each.type == property.type && (each.name == property.name || each.type == "title");
    });
    const auto* value =
        same == old.end() || !values ? nullptr : find(values->get_object(), same->id);
    if (!value || value->is_null()) continue;
    if (holds(kKept, property.type)) kept[property.id] = *value;
    if (!holds(kOptions, property.type)) continue;
    const auto names = names_of(read_value(*same, page));
    Writing writing{call, page, property};
    if (property.type != "status" && !names.is_null())
      kept[property.id] = find_type(property.type)->write(writing, names, "body.parent");
  }
  return kept;
}

/// Leaves of `page`'s values and relations what means something in `parent`.
void fit_values(Call& call, Node& page, Node& parent) {
  const bool row = parent.kind == Kind::data_source;
  auto schema = row ? schema_of(parent) : title_only();
  page.body["properties"] = kept_values(call, page, schema_for(call, page), schema);
  call.store.unrelate(page.id);
  if (!row) return;
  begin_row(page, schema);
  set_schema(parent, schema);
  call.store.update(parent);
}

void check_outside(Call& call, const Node& page, const Node& parent) {
  for (auto up = std::optional(parent); up; up = call.store.find(up->parent))
    if (up->id == page.id) invalid("A page can't be moved below itself.");
}

}  // namespace

json::object move_page(Call& call) {
  check_fields(call.body, "body", kMove);
  auto page = get(call, call.id(), Kind::page);
  check_writable(call, page);
  auto parent = new_parent_in(call);
  check_outside(call, page, parent);
  const bool row = parent.kind == Kind::data_source;
  if (parent.id != page.parent) fit_values(call, page, parent);
  touch_page(call, page.parent);
  page.parent = parent.id;
  page.position = call.store.end_of(parent.id);
  touch(call, page);
  if (!row) touch_page(call, parent.id);
  return show_page(call, page);
}

}  // namespace storyreel::workspace
