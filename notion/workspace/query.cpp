#include <array>

#include "notion/workspace/filter.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kBody{Field{"filter", Want::object},
                           Field{"sorts", Want::array},
                           Field{"start_cursor", Want::string, false, true},
                           Field{"page_size", Want::number},
                           Field{"result_type", Want::string},
                           Field{"is_archived", Want::boolean}};

bool flagged(const json::object& body, std::string_view key) {
  const auto* value = find(body, key);
  return value && value->is_bool() && value->get_bool();
}

std::vector<std::string> matching(Call& call, const Node& source,
                                  const std::vector<Property>& schema) {
  const auto* filter = find(call.body, "filter");
  const auto matches = filter ? read_filter(*filter, schema, call.now, "body.filter")
                              : Filter([](const Node&) { return true; });
  const bool archived = flagged(call.body, "is_archived");
  auto rows = call.store.children(source.id, Kind::page);
  std::erase_if(rows, [&](const Node& row) {
    return flagged(row.body, "is_archived") != archived || !matches(row);
  });
  sort_rows(rows, find(call.body, "sorts"), schema, call.ordered);
  std::vector<std::string> ids;
  for (auto& row : rows) ids.push_back(std::move(row.id));
  return ids;
}

}  // namespace

json::object query_data_source(Call& call) {
  check_fields(call.body, "body", kBody);
  const auto source = get(call, call.id(), Kind::data_source);
  const auto schema = schema_of(source);
  const auto page = slice(call, [&] { return matching(call, source, schema); });
  const auto filter = filter_properties(call);
  json::array shown;
  for (const auto& id : page.ids)
    if (const auto row = call.store.find(id); row && !row->trashed)
      shown.emplace_back(show_row(call, *row, schema, filter));
  return list_object(std::move(shown), page, "page_or_data_source");
}

}  // namespace storyreel::workspace
