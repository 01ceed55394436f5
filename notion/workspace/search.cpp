#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "notion/workspace/index.hpp"
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
constexpr std::array<std::string_view, 1> kObject{"object"};
constexpr std::array<std::string_view, 2> kValues{"page", "data_source"};
constexpr std::array<std::string_view, 1> kRelevance{"relevance"};
constexpr std::array<std::string_view, 1> kTimestamp{"last_edited_time"};
constexpr std::array<std::string_view, 2> kDirections{"ascending", "descending"};

std::string member(const json::object& object, std::string_view path, std::string_view key,
                   std::span<const std::string_view> choices) {
  const auto* value = find(object, key);
  return as_one_of(value ? *value : json::value(), at(path, key), choices);
}

/// Only pages, only data sources, or both.
std::optional<Kind> wanted_kind(const json::object& filter) {
  const auto path = "body.filter";
  if (!filter.contains("property") && !filter.contains("value") && filter.contains("in_trash"))
    return std::nullopt;
  member(filter, path, "property", kObject);
  return member(filter, path, "value", kValues) == "page" ? Kind::page : Kind::data_source;
}

bool wants_ascending(const json::object& sort) {
  const auto path = "body.sort";
  if (sort.contains("property")) return member(sort, path, "property", kRelevance).empty();
  member(sort, path, "timestamp", kTimestamp);
  return member(sort, path, "direction", kDirections) == "ascending";
}

/// What the caller may find, asked for one node after the other. What depends on the parent alone
/// is asked once for all of its children.
class Reach {
 public:
  Reach(Call& call, bool trash) : call_(call), trash_(trash) {
    for (const auto& id : call.store.marked(call.user)) marked_.insert(packed(id));
  }

  bool operator()(const Titled& found) {
    const auto [place, fresh] = above_.try_emplace(found.parent);
    if (fresh) place->second = look_above(found);
    const auto& above = place->second;
    if ((found.trashed || above.trashed) != trash_) return false;
    return marked_.contains(found.id) ? call_.store.visible(to_text(found.id), call_.user)
                                      : above.visible;
  }

 private:
  struct Above {
    bool trashed = false;  ///< the parent is, or stands, in the trash
    bool visible = false;
  };

  Above look_above(const Titled& found) {
    const auto parent = found.parent == Id() ? std::string() : to_text(found.parent);
    return {call_.store.ancestor_trashed(to_text(found.id)),
            call_.store.visible(parent, call_.user)};
  }

  Call& call_;
  bool trash_;
  std::unordered_set<Id, IdHash> marked_;
  std::unordered_map<Id, Above, IdHash> above_;
};

bool wants_trash(const json::object& body) {
  const auto* filter = find(body, "filter");
  const auto* flag = filter ? find(filter->get_object(), "in_trash") : nullptr;
  return flag && flag->get_bool();
}

Search read_search(const Call& call) {
  Search search{.query = text_of(call.body, "query"), .most = call.result_cap + 1};
  if (const auto* filter = find(call.body, "filter")) {
    check_fields(filter->get_object(), "body.filter", kFilter);
    search.kind = wanted_kind(filter->get_object());
  }
  if (const auto* sort = find(call.body, "sort")) {
    check_fields(sort->get_object(), "body.sort", kSort);
    search.ascending = wants_ascending(sort->get_object());
  }
  return search;
}

/// What a first page found may have been trashed, restored or taken away since.
bool is_there(Call& call, const Node& node, bool trash) {
  const bool trashed = node.trashed || call.store.ancestor_trashed(node.id);
  return trashed == trash && call.store.visible(node.id, call.user);
}

}  // namespace

json::object search(Call& call) {
  check_fields(call.body, "body", kBody);
  auto wanted = read_search(call);
  const bool trash = wants_trash(call.body);
  wanted.accept = Reach(call, trash);
  const auto page = slice(call, [&] { return call.index.search(wanted); });
  std::map<std::string, std::vector<Property>> schemas;
  json::array shown;
  for (const auto& id : page.ids) {
    const auto node = call.index.find(id);
    if (!node || !is_there(call, *node, trash)) continue;
    if (node->kind == Kind::data_source) {
      shown.emplace_back(show_data_source(call, *node));
      continue;
    }
    const auto [schema, fresh] = schemas.try_emplace(node->parent);
    if (fresh) schema->second = schema_for(call, *node);
    auto page_shown = show_row(call, *node, schema->second, {});
    show_trash(call, page_shown, trash);
    shown.emplace_back(std::move(page_shown));
  }
  return list_object(std::move(shown), page, "page_or_data_source");
}

}  // namespace storyreel::workspace
