#include <array>

#include "notion/workspace/block_children.hpp"
#include "notion/workspace/blocks.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/own.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kOperations = 2000;
constexpr std::size_t kShownBlocks = 10'000;
constexpr std::size_t kShownDepth = 40;

constexpr std::array kEdit{Field{"operations", Want::array, true}};
constexpr std::array kInsert{Field{"op"}, Field{"parent", Want::string, true},
                             Field{"after", Want::string, true, true},
                             Field{"blocks", Want::array, true}};
constexpr std::array kCopy{Field{"op"}, Field{"parent", Want::string, true},
                           Field{"after", Want::string, true, true},
                           Field{"id", Want::string, true}, Field{"from", Want::string, true}};
constexpr std::array kMove{Field{"op"}, Field{"parent", Want::string, true},
                           Field{"after", Want::string, true, true},
                           Field{"id", Want::string, true}};
constexpr std::array kUpdate{Field{"op"}, Field{"id", Want::string, true},
                             Field{"type", Want::string, true},
                             Field{"content", Want::object, true}};
constexpr std::array kTrash{Field{"op"}, Field{"ids", Want::array, true}};
constexpr std::array kNew{Field{"id", Want::string, true}, Field{"type", Want::string, true},
                          Field{"content", Want::object, true}};

std::string id_in(const json::object& operation, std::string_view key, std::string_view path) {
  return as_id(operation.at(key), at(path, key));
}

std::string type_in(const json::object& operation, std::string_view path) {
  auto type = text_of(operation, "type");
  if (!is_block_type(type))
    invalid_field(at(path, "type"), "a type of block", &operation.at("type"));
  return type;
}

/// What can hold blocks: pages and blocks, not databases and their rows' list.
Node parent_in(Call& call, const json::object& operation, std::string_view path) {
  auto parent = get_block(call, id_in(operation, "parent", path));
  if (parent.kind == Kind::database)
    invalid_field(at(path, "parent"), "a page or block", &operation.at("parent"));
  check_writable(call, parent);
  return parent;
}

/// The first of `count` free places below the operation's parent.
std::int64_t place_in(Call& call, const Node& parent, const json::object& operation,
                      std::string_view path, std::size_t count) {
  std::int64_t before = 0;
  if (!operation.at("after").is_null()) {
    const auto after = call.store.find(id_in(operation, "after", path));
    if (!after || after->parent != parent.id) not_found("block", text_of(operation, "after"));
    before = after->position;
  }
  call.store.make_room(parent.id, before, static_cast<std::int64_t>(count));
  return before + 1;
}

Node new_block(Call& call, std::string id, const Node& parent, std::int64_t position) {
  auto block = make(call, Kind::block, parent.id, position);
  block.id = std::move(id);
  return block;
}

void insert(Call& call, const json::object& operation, std::string_view path) {
  const auto parent = parent_in(call, operation, path);
  const auto& blocks = as_array(operation.at("blocks"), at(path, "blocks"), kOperations);
  auto position = place_in(call, parent, operation, path, blocks.size());
  for (std::size_t index = 0; index < blocks.size(); ++index) {
    const auto place = at(at(path, "blocks"), index);
    const auto& sent = as_object(blocks[index], place);
    check_fields(sent, place, kNew);
    const auto type = type_in(sent, place);
    auto block = new_block(call, id_in(sent, "id", place), parent, position++);
    if (call.store.find(block.id)) continue;
    auto content = read_block(call, type, sent.at("content"), nullptr, at(place, "content"));
    check_place(parent, type, content, place);
    block.body = {{"type", type}, {type, std::move(content)}};
    call.store.insert(block);
  }
  touch_page(call, parent.id);
}

/// Throws when `block` as it is can't stand in `parent`.
void check_fits(const Node& parent, const Node& block, std::string_view path) {
  const auto type = text_of(block.body, "type");
  const auto* content = type.empty() ? nullptr : find(block.body, type);
  check_place(parent, type, content ? content->get_object() : json::object(), path);
}

void copy(Call& call, const json::object& operation, std::string_view path) {
  const auto parent = parent_in(call, operation, path);
  const auto from = get(call, id_in(operation, "from", path), Kind::block);
  auto block = new_block(call, id_in(operation, "id", path), parent, 0);
  if (call.store.find(block.id)) return;
  block.position = place_in(call, parent, operation, path, 1);
  block.body = from.body;
  check_fits(parent, block, path);
  call.store.insert(block);
  touch_page(call, parent.id);
}

void update(Call& call, const json::object& operation, std::string_view path) {
  auto block = get(call, id_in(operation, "id", path), Kind::block);
  check_writable(call, block);
  const auto type = type_in(operation, path);
  const auto* old = block.body.if_contains(type);
  auto content = read_block(call, type, operation.at("content"), old ? &old->get_object() : nullptr,
                            at(path, "content"));
  block.body = {{"type", type}, {type, std::move(content)}};
  touch(call, block);
}

/// Throws when `parent` is `block` or stands in it.
void check_outside(Call& call, const Node& block, const Node& parent) {
  for (auto up = std::optional(parent); up; up = call.store.find(up->parent))
    if (up->id == block.id) invalid("A block can't be moved into itself.");
}

void move(Call& call, const json::object& operation, std::string_view path) {
  auto block = get_block(call, id_in(operation, "id", path));
  const auto parent = parent_in(call, operation, path);
  check_outside(call, block, parent);
  check_fits(parent, block, path);
  const auto old = call.store.find(block.parent);
  if (!old || old->kind == Kind::data_source)
    invalid_field(at(path, "id"), "a block or a page in a page", &operation.at("id"));
  block.trashed = false;
  block.position = place_in(call, parent, operation, path, 1);
  touch_page(call, block.parent);
  block.parent = parent.id;
  touch(call, block);
}

void trash(Call& call, const json::object& operation, std::string_view path) {
  std::size_t index = 0;
  for (const auto& id : as_array(operation.at("ids"), at(path, "ids"), kOperations)) {
    auto block = get_block(call, as_id(id, at(at(path, "ids"), index++)));
    if (block.trashed) continue;
    block.trashed = true;
    touch(call, block);
  }
}

struct Operation {
  std::string_view name;
  std::span<const Field> fields;
  void (*run)(Call&, const json::object&, std::string_view);
};

constexpr std::array kKinds{
    Operation{"insert", kInsert, insert}, Operation{"copy", kCopy, copy},
    Operation{"update", kUpdate, update}, Operation{"move", kMove, move},
    Operation{"restore", kMove, move},    Operation{"trash", kTrash, trash}};

void run(Call& call, const json::object& operation, std::string_view path) {
  for (const auto& kind : kKinds) {
    if (text_of(operation, "op") != kind.name) continue;
    check_fields(operation, path, kind.fields);
    return kind.run(call, operation, path);
  }
  invalid_field(at(path, "op"), "the name of an operation", find(operation, "op"));
}

}  // namespace

json::object edit(Call& call) {
  check_fields(call.body, "body", kEdit);
  const auto& operations = as_array(call.body.at("operations"), "body.operations", kOperations);
  for (std::size_t index = 0; index < operations.size(); ++index) {
    const auto path = at("body.operations", index);
    run(call, as_object(operations[index], path), path);
  }
  return {{"object", "edit"}};
}

namespace {

json::array show_below(Call& call, const std::string& parent, std::size_t depth,
                       std::size_t& left) {
  json::array shown;
  for (const auto& child : call.store.children(parent)) {
    if (left == 0) break;
    --left;
    auto block = show_block(call, child);
    const bool inside = child.kind == Kind::block && block.at("has_children").as_bool();
    if (inside && depth < kShownDepth)
      block["children"] = show_below(call, child.id, depth + 1, left);
    shown.emplace_back(std::move(block));
  }
  return shown;
}

}  // namespace

json::object show_blocks(Call& call) {
  const auto root =
      get_block(call, as_id(json::string(call.parameter("id").value_or("")), "query.id"));
  auto left = kShownBlocks;
  auto results = show_below(call, root.id, 0, left);
  return {{"object", "list"}, {"results", std::move(results)}, {"has_more", left == 0}};
}

}  // namespace storyreel::workspace
