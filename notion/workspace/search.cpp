#include <algorithm>
#include <array>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kBody{
    Field{"query", Want::string}, Field{"sort", Want::object}, Field{"filter", Want::object},
    Field{"start_cursor", Want::string, false, true}, Field{"page_size", Want::number}};
constexpr std::array kFilter{Field{"property", Want::string}, Field{"value", Want::string},
                             Field{"in_trash", Want::boolean}};
constexpr std::array kSort{Field{"timestamp", Want::string}, Field{"direction", Want::string},
                           Field{"property", Want::string}};
constexpr std::array<std::string_view, 1> kRelevance{"relevance"};
constexpr std::array<std::string_view, 1> kTimestamp{"last_edited_time"};
constexpr std::array<std::string_view, 2> kDirections{"ascending", "descending"};

/// "page", "data_source", or empty for both.
std::string wanted_object(const json::object& body) {
  const auto* filter = find(body, "filter");
  if (!filter) return {};
  check_fields(filter->get_object(), "body.filter", kFilter);
  const auto* value = find(filter->get_object(), "value");
  const auto object = text_of(filter->get_object(), "value");
  if (value && object != "page" && object != "data_source")
    invalid_field("body.filter.value", "`\"page\"` or `\"data_source\"`", value);
  return object;
}

/// Whether the trash is searched, and nothing else.
bool in_trash(const json::object& body) {
  const auto* filter = find(body, "filter");
  const auto* flag = filter ? find(filter->get_object(), "in_trash") : nullptr;
  return flag && flag->get_bool();
}

bool ascending(const json::object& body) {
  const auto* sort = find(body, "sort");
  if (!sort) return false;
  check_fields(sort->get_object(), "body.sort", kSort);
  if (const auto* property = find(sort->get_object(), "property"))
    return as_one_of(*property, "body.sort.property", kRelevance).empty();
  const auto* timestamp = find(sort->get_object(), "timestamp");
  as_one_of(timestamp ? *timestamp : json::value(), "body.sort.timestamp", kTimestamp);
  const auto* direction = find(sort->get_object(), "direction");
  as_one_of(direction ? *direction : json::value(), "body.sort.direction", kDirections);
  return text_of(sort->get_object(), "direction") == "ascending";
}

std::vector<std::string> found(Call& call, const std::string& object) {
  std::vector<std::string> ids;
  for (const auto& node : call.store.searchable(text_of(call.body, "query"), in_trash(call.body)))
    if ((object.empty() || name_of(node.kind) == object) && call.store.visible(node.id, call.user))
      ids.push_back(node.id);
  if (ascending(call.body)) std::ranges::reverse(ids);
  return ids;
}

}  // namespace

json::object search(Call& call) {
  check_fields(call.body, "body", kBody);
  const auto object = wanted_object(call.body);
  const auto page = slice(call, [&] { return found(call, object); });
  json::array shown;
  for (const auto& id : page.ids) {
    const auto node = call.store.find(id);
    if (!node || (node->trashed && !in_trash(call.body))) continue;
    shown.emplace_back(node->kind == Kind::page ? show_page(call, *node)
                                                : show_data_source(call, *node));
  }
  return list_object(std::move(shown), page, "page_or_data_source");
}

}  // namespace storyreel::workspace
