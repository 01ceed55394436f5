#include "notion/workspace/blocks.hpp"

#include <array>

#include "notion/workspace/block_children.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kPosition{Field{"type", Want::string, true},
                               Field{"after_block", Want::object}};
constexpr std::array kAfter{Field{"id", Want::string, true}};
constexpr std::array kAppend{Field{"children", Want::array, true}, Field{"position", Want::object}};
constexpr std::array kAppendOlder{Field{"children", Want::array, true},
                                  Field{"after", Want::string}};

/// The one key of a block that names its type, as `type` does if it is there; no other is allowed.
std::string type_in(const json::object& block, std::string_view path) {
  std::string found;
  for (const auto& [key, value] : block) {
    if (key == "object" || key == "type") continue;
    if (!is_block_type(key) || !found.empty()) invalid_field(at(path, key), "not present", &value);
    found = key;
  }
  if (found.empty()) invalid_field(at(path, "paragraph"), "defined", nullptr);
  if (const auto* type = find(block, "type"); type && *type != json::string(found))
    invalid_field(at(path, "type"), "`\"" + found + "\"`", type);
  return found;
}

/// Columns are no level of their own: what stands in them counts as the column list's.
std::size_t depth_in(std::string_view type, std::size_t depth) {
  return type == "column_list" ? depth : depth + 1;
}

class Appender {
 public:
  explicit Appender(Call& call) : call_(call) {}

  std::vector<std::string> append(const Node& parent, const json::value& children,
                                  std::string_view path, std::int64_t position, std::size_t depth) {
    std::vector<std::string> ids;
    for (const auto& each : as_array(children, path, limits::kArray))
      ids.push_back(add(parent, each, at(path, ids.size()),
                        position + static_cast<std::int64_t>(ids.size()), depth));
    return ids;
  }

 private:
  std::string add(const Node& parent, const json::value& sent, const std::string& path,
                  std::int64_t position, std::size_t depth) {
    if (++count_ > limits::kPayloadBlocks)
      invalid("body failed validation: a request can have at most `1000` blocks.");
    const auto type = type_in(as_object(sent, path), path);
    const auto place = at(path, type);
    const auto& content = sent.get_object().at(type);
    auto block = make(call_, Kind::block, parent.id, position);
    block.body = {{"type", type}, {type, read_block(call_, type, content, nullptr, place)}};
    check_place(parent, type, block.body.at(type).get_object(), place);
    check_children(type, content.get_object(), place);
    call_.store.insert(block);
    const auto* children = find(content.get_object(), "children");
    if (!children) return block.id;
    if (depth > limits::kNesting) invalid_field(at(place, "children"), "not present", children);
    append(block, *children, at(place, "children"), 1, depth_in(type, depth));
    return block.id;
  }

  Call& call_;
  std::size_t count_ = 0;
};

/// After which child to append: nullopt for the end.
std::optional<std::int64_t> asked_position(Call& call, const Node& parent) {
  if (const auto* after = find(call.body, "after"))
    return position_after(call, parent, *after, "body.after");
  const auto* position = find(call.body, "position");
  if (!position) return std::nullopt;
  const auto& asked = position->get_object();
  check_fields(asked, "body.position", kPosition);
  const auto type = text_of(asked, "type");
  if (type == "end") return std::nullopt;
  if (type == "start") return 0;
  const auto* after = find(asked, "after_block");
  if (type != "after_block" || !after)
    invalid_field("body.position.type", "`\"after_block\"`, `\"start\"` or `\"end\"`",
                  find(asked, "type"));
  check_fields(after->get_object(), "body.position.after_block", kAfter);
  return position_after(call, parent, after->at("id"), "body.position.after_block.id");
}

/// Throws when an update takes from a block what its children or its table need.
void check_change(Call& call, const Node& block, const std::string& type,
                  const json::object& content) {
  const auto path = at("body", type);
  const auto* toggles = find(content, "is_toggleable");
  if (toggles && !toggles->get_bool() && call.store.has_children(block.id))
    invalid_field(at(path, "is_toggleable"), "`true` while the block has children", toggles);
  const auto parent = call.store.find(block.parent);
  if (type == "table_row" && parent) check_place(*parent, type, content, path);
  const auto& old = block.body.at(type).as_object();
  if (type == "table" && content.at("table_width") != old.at("table_width"))
    invalid_field(at(path, "table_width"), "not present", find(content, "table_width"));
}

}  // namespace

std::int64_t position_after(Call& call, const Node& parent, const json::value& id,
                            std::string_view path) {
  const auto after = call.store.find(as_id(id, path));
  if (!after || after->parent != parent.id) not_found("block", text_of({{"id", id}}, "id"));
  return after->position;
}

std::string shown_by(const Node& block) {
  const auto* content = block.body.if_contains("synced_block");
  if (block.kind != Kind::block || !content || content->at("synced_from").is_null())
    return block.id;
  return text_of(content->at("synced_from").as_object(), "block_id");
}

std::vector<std::string> append_blocks(Call& call, const std::string& parent,
                                       const json::value& children, std::string_view path,
                                       std::optional<std::int64_t> after) {
  const auto count = as_array(children, path, limits::kArray).size();
  if (after) call.store.make_room(parent, *after, static_cast<std::int64_t>(count));
  return Appender(call).append(get_block(call, parent), children, path,
                               after ? *after + 1 : call.store.end_of(parent), 1);
}

json::object retrieve_block(Call& call) {
  return show_block(call, get_block(call, call.id()));
}

json::object list_children(Call& call) {
  const auto parent = get_block(call, call.id());
  const auto holder = shown_by(parent);
  const auto page = slice(call, [&] {
    std::vector<std::string> ids;
    for (const auto& child : call.store.children(holder))
      if (child.kind != Kind::data_source) ids.push_back(child.id);
    return ids;
  });
  json::array shown;
  for (const auto& id : page.ids)
    if (const auto child = call.store.find(id);
        child && !child->trashed && child->parent == holder && call.store.visible(id, call.user))
      shown.emplace_back(show_block(call, *child));
  return list_object(std::move(shown), page, "block");
}

json::object append_children(Call& call) {
  check_fields(
      call.body, "body",
      call.older() ? std::span<const Field>(kAppendOlder) : std::span<const Field>(kAppend));
  const auto parent = get_block(call, call.id());
  check_writable(call, parent);
  Slice added{append_blocks(call, parent.id, call.body.at("children"), "body.children",
                            asked_position(call, parent)),
              std::nullopt, false};
  touch_page(call, parent.id);
  json::array shown;
  for (const auto& id : added.ids) shown.emplace_back(show_block(call, *call.store.find(id)));
  return list_object(std::move(shown), added, "block");
}

json::object update_block(Call& call) {
  auto block = get_block(call, call.id());
  const auto type = text_of(block.body, "type");
  for (const auto& [key, value] : call.body) {
    const bool flag = key == "in_trash" || (key == "archived" && call.older());
    if (!flag && key != "type" && (key != type || type.empty()))
      invalid_field(at("body", key), "not present", &value);
  }
  if (const auto* said = find(call.body, "type"); said && *said != json::string(type))
    invalid_field("body.type", "`\"" + type + "\"`, which a block keeps", said);
  const auto trash = trash_flag(call);
  if (!trash || *trash) check_writable(call, block);
  if (trash) block.trashed = *trash;
  const auto* content = type.empty() ? nullptr : find(call.body, type);
  if (content && as_object(*content, at("body", type)).contains("children"))
    invalid_field(at(at("body", type), "children"), "not present",
                  find(content->get_object(), "children"));
  if (content) {
    auto read =
        read_block(call, type, *content, &block.body.at(type).get_object(), at("body", type));
    check_change(call, block, type, read);
    block.body[type] = std::move(read);
  }
  touch(call, block);
  return show_block(call, block);
}

json::object delete_block(Call& call) {
  auto block = get_block(call, call.id());
  check_writable(call, block);
  block.trashed = true;
  touch(call, block);
  return show_block(call, block);
}

}  // namespace storyreel::workspace
