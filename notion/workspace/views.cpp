#include <algorithm>
#include <array>

#include "notion/workspace/databases.hpp"
#include "notion/workspace/filter.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array<std::string_view, 10> kTypes{"table",    "board",    "list", "calendar",
                                                  "timeline", "gallery",  "form", "chart",
                                                  "map",      "dashboard"};
constexpr std::array kCreate{Field{"data_source_id", Want::string, true},
                             Field{"database_id", Want::string},
                             Field{"name", Want::string, true},
                             Field{"type", Want::string, true},
                             Field{"filter", Want::object, false, true},
                             Field{"sorts", Want::array, false, true},
                             Field{"quick_filters", Want::object, false, true},
                             Field{"configuration", Want::object, false, true},
                             Field{"position", Want::object}};
constexpr std::array kUpdate{
    Field{"name", Want::string}, Field{"filter", Want::object, false, true},
    Field{"sorts", Want::array, false, true}, Field{"quick_filters", Want::object, false, true},
    Field{"configuration", Want::object, false, true}};
constexpr std::array kPosition{Field{"type", Want::string, true}, Field{"view_id", Want::string}};
constexpr std::array<std::string_view, 3> kPositions{"start", "end", "after_view"};

/// A view that has not been deleted: those do not come back.
Node get_view(Call& call, std::string_view id) {
  auto view = get(call, id, Kind::view);
  if (view.trashed) not_found("view", id);
  return view;
}

/// Throws when a view's filter or sorts are none over the data source that it shows.
void check_query(Call& call, const Node& source) {
  const auto schema = schema_of(source);
  if (const auto* filter = find(call.body, "filter"); filter && !filter->is_null())
    read_filter(*filter, schema, {call.user.id, call.now}, "body.filter");
  if (const auto* sorts = find(call.body, "sorts"); sorts && !sorts->is_null())
    read_sorts(*sorts, schema, "body.sorts");
}

/// Where among the database's views a new one goes: at the end, unless the body says otherwise.
std::int64_t place_in(Call& call, const Node& database) {
  const auto* position = find(call.body, "position");
  if (!position) return call.store.end_of(database.id);
  check_fields(position->get_object(), "body.position", kPosition);
  const auto type = as_one_of(position->at("type"), "body.position.type", kPositions);
  if (type == "end") return call.store.end_of(database.id);
  std::int64_t before = 0;
  if (type == "after_view") {
    const auto* id = find(position->get_object(), "view_id");
    const auto after = get_view(call, as_id(id ? *id : json::value(), "body.position.view_id"));
    if (after.parent != database.id) not_found("view", after.id);
    before = after.position;
  }
  call.store.make_room(database.id, before, 1);
  return before + 1;
}

void set_parts(Node& view, const json::object& body) {
  for (const auto* key : {"filter", "sorts", "quick_filters", "configuration"})
    if (const auto* value = find(body, key)) view.body[key] = *value;
  if (const auto* name = find(body, "name")) {
    view.title = as_string(*name, "body.name", limits::kText);
    view.body["name"] = view.title;
  }
}

/// The database whose views are listed, by `database_id` or `data_source_id`.
Node listed(Call& call) {
  if (const auto id = call.parameter("database_id"))
    return get(call, as_id(json::string(*id), "query.database_id"), Kind::database);
  const auto id = call.parameter("data_source_id");
  if (!id) invalid_field("query.database_id", "defined", nullptr);
  const auto source =
      get(call, as_id(json::string(*id), "query.data_source_id"), Kind::data_source);
  return get(call, source.parent, Kind::database);
}

}  // namespace

Node add_view(Call& call, const Node& database, const Node& data_source, std::string_view name,
              std::string_view type) {
  auto view = make(call, Kind::view, database.id, call.store.end_of(database.id));
  view.title = name;
  view.body = {{"name", name}, {"type", type}, {"data_source_id", data_source.id}};
  call.store.insert(view);
  return view;
}

json::object create_view(Call& call) {
  check_fields(call.body, "body", kCreate);
  const auto source =
      get(call, as_id(call.body.at("data_source_id"), "body.data_source_id"), Kind::data_source);
  const auto database = get(call, source.parent, Kind::database);
  check_writable(call, database);
  if (const auto* id = find(call.body, "database_id"))
    if (as_id(*id, "body.database_id") != database.id)
      invalid("The data source does not belong to the database of the view.");
  const auto type = text_of(call.body, "type");
  if (std::ranges::find(kTypes, type) == kTypes.end())
    invalid_field("body.type", "a view type", find(call.body, "type"));
  check_query(call, source);
  const auto place = place_in(call, database);
  auto view = add_view(call, database, source, text_of(call.body, "name"), type);
  view.position = place;
  set_parts(view, call.body);
  touch(call, view);
  return show_view(call, view);
}

json::object list_views(Call& call) {
  const auto database = listed(call);
  const auto source = call.parameter("data_source_id").value_or("");
  const auto page = slice(call, [&] {
    std::vector<std::string> ids;
    for (const auto& view : call.store.children(database.id, Kind::view))
      if (source.empty() || text_of(view.body, "data_source_id") == to_id(source))
        ids.push_back(view.id);
    return ids;
  });
  json::array shown;
  for (const auto& id : page.ids) shown.push_back({{"object", "view"}, {"id", id}});
  return list_object(std::move(shown), page, "view");
}

json::object retrieve_view(Call& call) {
  return show_view(call, get_view(call, call.id()));
}

json::object update_view(Call& call) {
  check_fields(call.body, "body", kUpdate);
  auto view = get_view(call, call.id());
  check_writable(call, view);
  check_query(call, get(call, text_of(view.body, "data_source_id"), Kind::data_source));
  set_parts(view, call.body);
  touch(call, view);
  return show_view(call, view);
}

json::object delete_view(Call& call) {
  auto view = get_view(call, call.id());
  if (call.store.children(view.parent, Kind::view).size() == 1)
    invalid("The last view of a database cannot be deleted.");
  view.trashed = true;
  touch(call, view);
  auto shown = show_view(call, view);
  return {{"object", "view"},
          {"id", view.id},
          {"parent", shown.at("parent")},
          {"type", shown.at("type")}};
}

}  // namespace storyreel::workspace
