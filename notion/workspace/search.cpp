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

bool ascending(const json::object& body) {
  const auto* sort = find(body, "sort");
  if (!sort) return false;
  check_fields(sort->get_object(), "body.sort", kSort);
  return text_of(sort->get_object(), "direction") == "ascending";
}

std::vector<std::string> found(Call& call, const std::string& object) {
  std::vector<std::string> ids;
  for (const auto& node : call.store.searchable(text_of(call.body, "query")))
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
    if (!node || node->trashed) continue;
    shown.emplace_back(node->kind == Kind::page ? show_page(call, *node)
                                                : show_data_source(call, *node));
  }
  return list_object(std::move(shown), page, "page_or_data_source");
}

}  // namespace storyreel::workspace
