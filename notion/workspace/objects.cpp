#include "notion/workspace/objects.hpp"

#include <algorithm>

#include "notion/workspace/blocks.hpp"
#include "notion/workspace/files.hpp"
#include "notion/workspace/mentions.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

json::object parent_of(Call& call, const Node& node) {
  json::object shown{{"type", "workspace"}, {"workspace", true}};
  call.store.visit(node.parent, [&](const Stored& parent) {
    const auto key = std::string(name_of(parent.kind)) + "_id";
    shown = {{"type", key}, {key, parent.id}};
    // Since 2025-09-03 a row's parent is its data source; the database is told along.
    if (parent.kind == Kind::data_source) shown["database_id"] = parent.parent;
  });
  return shown;
}

json::object basics(Call& call, const Node& node, std::string_view object) {
  json::object shown{{"object", object},
                     {"id", node.id},
                     {"created_time", show_time(node.created)},
                     {"last_edited_time", show_time(node.edited)},
                     {"created_by", partial_user(node.created_by)},
                     {"last_edited_by", partial_user(node.edited_by)},
                     {"parent", parent_of(call, node)}};
  show_trash(call, shown, node.trashed);
  return shown;
}

void copy(json::object& shown, const json::object& body,
          std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) {
    const auto* value = body.if_contains(key);
    // Notion shows what is not set as null rather than leaving it out.
    shown[key] = value ? *value : json::value();
  }
}

void show_flags(json::object& shown, const json::object& body,
                std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) {
    const auto* value = body.if_contains(key);
    shown[key] = value && value->is_bool() && value->get_bool();
  }
}

/// Shows what mentions are called now, wherever an object has text.
void refresh(Call& call, json::object& shown) {
  for (const auto* key : {"rich_text", "caption", "title", "description"})
    if (auto* text = shown.if_contains(key)) refresh_mentions(call, *text);
  auto* cells = shown.if_contains("cells");
  if (!cells || !cells->is_array()) return;
  for (auto& cell : cells->get_array()) refresh_mentions(call, cell);
}

std::string workspace_id(Store& store) {
  return store.database().execAndGet("SELECT id FROM workspace").getString();
}

}  // namespace

void show_trash(const Call& call, json::object& shown, bool trashed) {
  shown["in_trash"] = trashed;
  if (call.older()) shown["archived"] = trashed;
}

json::object show_user(Call& call, const User& user) {
  json::object shown{
      {"object", "user"}, {"id", user.id}, {"name", user.name}, {"avatar_url", nullptr}};
  if (user.bot) {
    shown["type"] = "bot";
    shown["bot"] = json::object{
        {"owner", {{"type", "workspace"}, {"workspace", true}}},
        {"workspace_id", workspace_id(call.store)},
        {"workspace_name", "Local workspace"},
        {"workspace_limits", {{"max_file_upload_size_in_bytes", most_file(call.store)}}}};
  } else {
    shown["type"] = "person";
    shown["person"] = json::object{{"email", user.email}};
  }
  return shown;
}

std::string link_to(const Call& call, std::string_view id) {
  auto short_id = std::string(id);
  // Ids in Notion's URLs have no dashes.
  std::erase(short_id, '-');
  return call.base_url + "/p/" + short_id;
}

std::vector<Property> schema_for(Call& call, const Node& page) {
  const auto parent = call.store.find(page.parent);
  return parent && parent->kind == Kind::data_source ? schema_of(*parent) : title_only();
}

std::vector<std::string> filter_properties(const Call& call) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : call.query)
    // The documentation writes `filter_properties[]`, the SDK repeats the plain name.
    if (key.starts_with("filter_properties")) keys.push_back(value);
  return keys;
}

json::object show_page(Call& call, const Node& page) {
  const auto schema = schema_for(call, page);
  auto shown = show_row(call, page, schema, filter_properties(call));
  // Trash covers what stands in it, without marking each.
  show_trash(call, shown, page.trashed || call.store.ancestor_trashed(page.id));
  return shown;
}

json::object show_row(Call& call, const Node& page, const std::vector<Property>& schema,
                      const std::vector<std::string>& filter) {
  auto shown = basics(call, page, "page");
  copy(shown, page.body, {"icon", "cover"});
  show_flags(shown, page.body, {"is_archived", "is_locked"});
  shown["properties"] = show_properties(call, page, schema, filter);
  shown["url"] = link_to(call, page.id);
  shown["public_url"] = nullptr;
  return shown;
}

json::object show_database(Call& call, const Node& database) {
  auto shown = basics(call, database, "database");
  show_trash(call, shown, database.trashed || call.store.ancestor_trashed(database.id));
  copy(shown, database.body, {"title", "description", "icon", "cover"});
  refresh(call, shown);
  show_flags(shown, database.body, {"is_inline", "is_locked"});
  json::array sources;
  for (const auto& source : call.store.children(database.id, Kind::data_source))
    sources.push_back({{"id", source.id}, {"name", source.title}});
  shown["data_sources"] = std::move(sources);
  shown["url"] = link_to(call, database.id);
  shown["public_url"] = nullptr;
  return shown;
}

json::object show_data_source(Call& call, const Node& source) {
  auto shown = basics(call, source, "data_source");
  const auto database = call.store.find(source.parent);
  copy(shown, source.body, {"title", "description", "icon"});
  refresh(call, shown);
  shown["cover"] = nullptr;
  show_trash(call, shown, source.trashed || call.store.ancestor_trashed(source.id));
  show_flags(shown, database->body, {"is_inline"});
  shown["database_parent"] = parent_of(call, *database);
  shown["properties"] = show_schema(call, schema_of(source));
  shown["url"] = link_to(call, database->id);
  shown["public_url"] = nullptr;
  return shown;
}

json::object show_block(Call& call, const Node& node) {
  auto shown = basics(call, node, "block");
  show_trash(call, shown, node.trashed || call.store.ancestor_trashed(node.id));
  shown["has_children"] = node.kind != Kind::database && call.store.has_children(shown_by(node));
  if (node.kind == Kind::block) {
    const auto type = text_of(node.body, "type");
    shown["type"] = type;
    shown[type] = node.body.at(type);
    refresh(call, shown[type].as_object());
    return shown;
  }
  const auto type = "child_" + std::string(name_of(node.kind));
  shown["type"] = type;
  shown[type] = json::object{{"title", node.title}};
  return shown;
}

json::object show_view(Call& call, const Node& view) {
  auto shown = basics(call, view, "view");
  // Views have no trash in the API.
  shown.erase("in_trash");
  shown.erase("archived");
  copy(shown, view.body,
       {"name", "type", "data_source_id", "filter", "sorts", "quick_filters", "configuration"});
  shown["url"] = link_to(call, view.parent) + "?v=" + view.id;
  return shown;
}

}  // namespace storyreel::workspace
