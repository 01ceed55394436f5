#include <algorithm>
#include <array>
#include <functional>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/own.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kRows = 100'000;
constexpr std::array kOrder{Field{"filter", Want::object}, Field{"sorts", Want::array},
                            Field{"in_trash", Want::boolean}};
constexpr std::array kIds{Field{"ids", Want::array, true}};

std::string asked_id(const Call& call) {
  return as_id(json::string(call.parameter("id").value_or("")), "query.id");
}

json::array trashed_ids(Call& call, const Node& source) {
  auto rows = call.store.children(source.id, true);
  std::ranges::sort(rows, std::ranges::greater(), &Node::edited);
  json::array ids;
  for (const auto& row : rows)
    if (row.kind == Kind::page) ids.push_back(json::string(row.id));
  return ids;
}

/// The pages of a query after its first one, by id.
void append_rest(Call& call, const json::value& cursor, json::array& ids) {
  if (!cursor.is_string()) return;
  const auto rest = call.cursors.resume(owner_of(call), cursor.get_string(), kRows);
  for (const auto& id : rest.ids) ids.push_back(json::string(id));
}

}  // namespace

json::object page_tree(Call& call) {
  json::array nodes;
  for (const auto& node : call.store.tree())
    nodes.push_back({{"id", node.id},
                     {"kind", name_of(node.kind)},
                     {"parent", node.parent},
                     {"title", node.title},
                     {"icon", node.body.contains("icon") ? node.body.at("icon") : nullptr}});
  return {{"nodes", std::move(nodes)}};
}

json::object page_users(Call& call) {
  json::array users;
  for (const auto& user : call.store.users()) users.emplace_back(show_user(call, user));
  return {{"results", std::move(users)}};
}

json::object whole_database(Call& call) {
  const auto database = get(call, asked_id(call), Kind::database);
  json::array sources, views;
  for (const auto& source : call.store.children(database.id, Kind::data_source))
    sources.push_back(show_data_source(call, source));
  for (const auto& view : call.store.children(database.id, Kind::view))
    views.push_back(show_view(call, view));
  return {{"database", show_database(call, database)},
          {"data_sources", std::move(sources)},
          {"views", std::move(views)}};
}

json::object row_order(Call& call) {
  check_fields(call.body, "body", kOrder);
  const auto* flag = find(call.body, "in_trash");
  const bool trash = flag && flag->get_bool();
  call.body.erase("in_trash");
  if (trash) return {{"ids", trashed_ids(call, get(call, asked_id(call), Kind::data_source))}};
  call.ids = {asked_id(call)};
  call.result_cap = kRows;
  auto first = query_data_source(call);
  json::array ids;
  for (const auto& row : first.at("results").as_array()) ids.push_back(row.at("id"));
  append_rest(call, first.at("next_cursor"), ids);
  return {{"ids", std::move(ids)}, {"results", std::move(first.at("results"))}};
}

json::object rows_by_id(Call& call) {
  check_fields(call.body, "body", kIds);
  json::array rows;
  for (const auto& id : as_array(call.body.at("ids"), "body.ids", limits::kPageSize)) {
    const auto row = call.store.find(as_id(id, at("body.ids", rows.size())));
    if (row && row->kind == Kind::page) rows.push_back(show_page(call, *row));
  }
  return {{"results", std::move(rows)}};
}

}  // namespace storyreel::workspace
