#include "notion/workspace/page_place.hpp"

#include <array>

#include "notion/workspace/blocks.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kParent{Field{"type", Want::string}, Field{"page_id", Want::string},
                             Field{"data_source_id", Want::string},
                             Field{"database_id", Want::string}, Field{"workspace", Want::boolean}};
constexpr std::array kNewParent{Field{"type", Want::string}, Field{"page_id", Want::string},
                                Field{"data_source_id", Want::string}};
constexpr std::array kPosition{Field{"type", Want::string, true},
                               Field{"after_block", Want::object}};
constexpr std::array kAfter{Field{"id", Want::string, true}};
constexpr std::array kTemplate{Field{"type", Want::string, true},
                               Field{"template_id", Want::string}, Field{"timezone", Want::string}};

/// A database stands for its data source, as long as it has only one.
Node only_source(Call& call, const Node& database) {
  auto sources = call.store.children(database.id, Kind::data_source);
  if (sources.size() != 1)
    invalid(
        "Databases with multiple data sources are not supported in this API version: use "
        "data_source_id.");
  return std::move(sources.front());
}

Node parent_in(Call& call, const json::object& parent) {
  if (parent.size() > (parent.contains("type") ? 2u : 1u))
    invalid("body failed validation: body.parent should name one parent only.");
  const auto id = [&](std::string_view key) {
    return as_id(parent.at(key), at("body.parent", key));
  };
  if (parent.contains("data_source_id")) return get(call, id("data_source_id"), Kind::data_source);
  if (parent.contains("page_id")) return get(call, id("page_id"), Kind::page);
  if (parent.contains("database_id"))
    return only_source(call, get(call, id("database_id"), Kind::database));
  invalid_field("body.parent.page_id", "defined", nullptr);
}

/// True when the body asks for a page at the top of the workspace, which only persons have.
bool at_top(Call& call) {
  const auto* parent = find(call.body, "parent");
  const auto* workspace = parent ? find(parent->get_object(), "workspace") : nullptr;
  if (parent && !workspace) return false;
  if (!parent && call.user.bot) invalid_field("body.parent", "defined", nullptr);
  if (workspace && !workspace->get_bool())
    invalid_field("body.parent.workspace", "`true`", workspace);
  if (call.user.bot)
    invalid(
        "Internal connections can't create pages at the top of the workspace: use a page or "
        "data source as the parent.");
  return true;
}

std::optional<std::int64_t> position_in(Call& call, const PagePlace& place) {
  const auto* position = find(call.body, "position");
  if (!position) return std::nullopt;
  if (!place.parent || place.in_source()) invalid_field("body.position", "not present", position);
  const auto& asked = position->get_object();
  check_fields(asked, "body.position", kPosition);
  const auto type = text_of(asked, "type");
  if (type == "page_start") return 0;
  if (type == "page_end") return std::nullopt;
  const auto* after = find(asked, "after_block");
  if (type != "after_block" || !after)
    invalid_field("body.position.type", "`\"after_block\"`, `\"page_start\"` or `\"page_end\"`",
                  find(asked, "type"));
  check_fields(after->get_object(), "body.position.after_block", kAfter);
  return position_after(call, *place.parent, after->at("id"), "body.position.after_block.id");
}

}  // namespace

PagePlace place_in(Call& call) {
  PagePlace place;
  if (const auto* parent = find(call.body, "parent"))
    check_fields(parent->get_object(), "body.parent", kParent);
  if (!at_top(call)) {
    place.parent = parent_in(call, call.body.at("parent").get_object());
    check_writable(call, *place.parent);
  }
  place.after = position_in(call, place);
  return place;
}

Node new_parent_in(Call& call) {
  const auto& parent = call.body.at("parent").get_object();
  check_fields(parent, "body.parent", kNewParent);
  auto node = parent_in(call, parent);
  check_writable(call, node);
  return node;
}

void check_template(Call& call) {
  const auto* wanted = find(call.body, "template");
  if (!wanted) return;
  check_fields(wanted->get_object(), "body.template", kTemplate);
  const auto type = text_of(wanted->get_object(), "type");
  if (type == "none") return;
  if (type == "default") invalid("The parent of this page has no default template.");
  const auto* id = find(wanted->get_object(), "template_id");
  if (type != "template_id")
    invalid_field("body.template.type", "`\"none\"`, `\"default\"` or `\"template_id\"`",
                  &wanted->at("type"));
  if (!id) invalid_field("body.template.template_id", "defined", nullptr);
  not_found("template", as_id(*id, "body.template.template_id"));
}

}  // namespace storyreel::workspace
