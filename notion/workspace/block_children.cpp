#include "notion/workspace/block_children.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr auto kChildless = std::to_array<std::string_view>(
    {"code", "divider", "breadcrumb", "table_of_contents", "equation", "bookmark", "embed", "image",
     "video", "pdf", "audio", "file", "table_row", "link_to_page"});

/// Blocks that hold one type only, and how many at least when they are made.
struct Frame {
  std::string_view type, child;
  std::size_t least;
};
constexpr std::array kFrames{Frame{"table", "table_row", 1}, Frame{"column_list", "column", 2},
                             Frame{"tab", "paragraph", 1}, Frame{"column", "", 1}};
constexpr auto kFramed = std::to_array<std::string_view>({"table_row", "column"});

const Frame* frame_of(std::string_view type) {
  const auto* frame = std::ranges::find(kFrames, type, &Frame::type);
  return frame == kFrames.end() ? nullptr : frame;
}

bool holds(std::span<const std::string_view> types, std::string_view type) {
  return std::ranges::find(types, type) != types.end();
}

void check_cells(const Node& table, const json::object& content, std::string_view path) {
  const auto& width = table.body.at("table").at("table_width");
  if (content.at("cells").as_array().size() != width.to_number<std::size_t>())
    invalid("Number of cells in table row must match the table width of the parent table: " +
            at(path, "cells") + ".");
}

/// A heading that does not toggle, or a synced block that repeats another.
bool is_closed(const Node& parent, const std::string& type) {
  if (type.empty()) return false;
  const auto& content = parent.body.at(type).as_object();
  const auto* toggles = find(content, "is_toggleable");
  const auto* from = find(content, "synced_from");
  return (toggles && !toggles->as_bool()) || (from && !from->is_null());
}

}  // namespace

void check_place(const Node& parent, std::string_view type, const json::object& content,
                 std::string_view path) {
  const auto outer = text_of(parent.body, "type");
  if (parent.kind == Kind::database || holds(kChildless, outer) || is_closed(parent, outer))
    invalid("Block does not support children.");
  const auto* frame = frame_of(outer);
  const bool framed = frame && frame->child == type;
  if ((frame && !frame->child.empty() && !framed) || (!framed && holds(kFramed, type)))
    invalid(std::string(path) + ": a " + std::string(type) + " cannot stand in a " +
            (outer.empty() ? "page" : outer) + ".");
  if (type == "table_row") check_cells(parent, content, path);
}

void check_children(std::string_view type, const json::object& content, std::string_view path) {
  const auto* frame = frame_of(type);
  if (!frame) return;
  const auto* children = find(content, "children");
  if (!children) invalid_field(at(path, "children"), "defined", nullptr);
  const json::value count = children->is_array() ? children->get_array().size() : 0;
  if (count.to_number<std::size_t>() < frame->least)
    invalid_field(at(path, "children") + ".length", "≥ `" + std::to_string(frame->least) + "`",
                  &count);
}

}  // namespace storyreel::workspace
