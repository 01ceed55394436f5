#include "notion/workspace/call.hpp"

#include <array>
#include <charconv>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// The query parameters that say what is listed.
constexpr auto kListed =
    std::to_array<std::string_view>({"block_id", "database_id", "data_source_id", "status"});

std::optional<Node> seen(Call& call, std::string_view id) {
  auto node = call.store.find(id);
  // What is not shared with the caller is absent: Notion says 404 to both.
  return node && call.store.visible(id, call.user) ? node : std::nullopt;
}

std::size_t page_size(const Call& call) {
  const auto read = [](const json::value& value, std::string_view path) {
    const auto number = as_number(value, path, 1, limits::kPageSize);
    const auto size = static_cast<std::size_t>(number);
    if (static_cast<double>(size) != number) invalid_field(path, "an integer", &value);
    return size;
  };
  // POST pages by its body, GET by its query.
  if (const auto* value = find(call.body, "page_size")) return read(*value, "body.page_size");
  const auto text = call.parameter("page_size");
  if (!text) return limits::kPageSize;
  int size = 0;
  const auto end = text->data() + text->size();
  const bool number = std::from_chars(text->data(), end, size).ptr == end && !text->empty();
  return read(number ? json::value(size) : json::value(json::string(*text)), "query.page_size");
}

}  // namespace

std::optional<std::string> Call::parameter(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

Node get(Call& call, std::string_view id, Kind kind) {
  auto node = seen(call, id);
  if (!node || node->kind != kind) not_found(name_of(kind), id);
  return *std::move(node);
}

Node get_block(Call& call, std::string_view id) {
  auto node = seen(call, id);
  // A page or database id goes wherever a block id does, as at Notion.
  if (!node || node->kind == Kind::view || node->kind == Kind::data_source) not_found("block", id);
  return *std::move(node);
}

void check_writable(Call& call, const Node& node) {
  const std::string kind(name_of(node.kind));
  if (node.trashed)
    invalid("Can't edit " + kind + " that is archived. You must unarchive the " + kind +
            " before editing.");
  if (call.store.ancestor_trashed(node.id))
    invalid("Can't edit " + kind +
            " on block with an archived ancestor. You must unarchive the ancestor before editing " +
            kind + ".");
}

Node make(Call& call, Kind kind, std::string parent, std::int64_t position) {
  Node node;
  node.id = new_uuid();
  node.kind = kind;
  node.parent = std::move(parent);
  node.position = position;
  node.created = node.edited = call.now;
  node.created_by = node.edited_by = call.user.id;
  return node;
}

void touch(Call& call, Node& node) {
  node.edited = call.now;
  node.edited_by = call.user.id;
  call.store.update(node);
  // An edit in the body of a page is an edit of the page.
  if (node.kind == Kind::block) touch_page(call, node.id);
}

void touch_page(Call& call, std::string_view id) {
  auto page = call.store.find(call.store.page_of(id));
  if (page) touch(call, *page);
}

std::optional<bool> trash_flag(const Call& call) {
  // `archived` is the older version's name for it.
  for (const auto* key : {"in_trash", "archived"})
    if (const auto* flag = find(call.body, key)) return as_bool(*flag, at("body", key));
  return std::nullopt;
}

std::pair<std::optional<std::string>, std::size_t> paging(const Call& call) {
  auto cursor = call.parameter("start_cursor");
  if (const auto* value = find(call.body, "start_cursor"); value && !value->is_null())
    cursor = as_string(*value, "body.start_cursor", limits::kUrl);
  return {cursor, page_size(call)};
}

std::string owner_of(const Call& call) {
  auto owner = call.user.id;
  // A cursor only goes on with the list it came from.
  owner += call.endpoint;
  for (const auto& id : call.ids) owner += "/" + id;
  for (const auto key : kListed) {
    const auto value = call.parameter(key).value_or("");
    const auto id = to_id(value);
    owner += "&" + (id.empty() ? value : id);
  }
  return owner;
}

json::object list_object(json::array results, const Slice& slice, std::string_view type) {
  json::object list{{"object", "list"},       {"results", std::move(results)},
                    {"next_cursor", nullptr}, {"has_more", slice.next.has_value()},
                    {"type", type},           {type, json::object()}};
  if (slice.next) list["next_cursor"] = *slice.next;
  if (slice.capped)
    list["request_status"] =
        json::object{{"type", "incomplete"}, {"incomplete_reason", "query_result_limit_reached"}};
  return list;
}

}  // namespace storyreel::workspace
