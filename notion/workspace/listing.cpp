#include <algorithm>
#include <array>
#include <functional>

#include "notion/workspace/index.hpp"
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

std::vector<std::string> ordered_ids(Call& call, const Node& source,
                                     const std::vector<Property>& schema) {
  Question question{.ordered = true, .most = kRows};
  if (const auto* filter = find(call.body, "filter"))
    question.filter = read_filter(*filter, schema, {call.user.id, call.now}, "body.filter");
  if (const auto* sorts = find(call.body, "sorts"))
    question.orders = read_sorts(*sorts, schema, "body.sorts");
  return call.index.rows(source.id, question);
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
  const auto source = get(call, asked_id(call), Kind::data_source);
  const auto* trash = find(call.body, "in_trash");
  if (trash && trash->get_bool()) return {{"ids", trashed_ids(call, source)}};
  const auto schema = schema_of(source);
  json::array ids, results;
  for (const auto& id : ordered_ids(call, source, schema)) {
    ids.push_back(json::string(id));
    // The first screen comes along; the others are fetched as they are scrolled to.
    if (ids.size() > limits::kPageSize) continue;
    if (const auto row = call.store.find(id)) results.push_back(show_row(call, *row, schema, {}));
  }
  return {{"ids", std::move(ids)}, {"results", std::move(results)}};
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
