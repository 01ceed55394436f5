#include <algorithm>
#include <array>
#include <span>

#include "notion/workspace/blocks.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/languages.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kOriginal{Field{"type", Want::string}, Field{"block_id", Want::string, true}};
constexpr std::array<std::string_view, 3> kTargets{"page_id", "database_id", "comment_id"};

json::value read_text(Call& call, const json::value& value, std::string_view path) {
  return read_rich_text(call, value, path);
}

json::value read_flag(Call&, const json::value& value, std::string_view path) {
  return as_bool(value, path);
}

json::value read_word(Call&, const json::value& value, std::string_view path) {
  return json::string(as_string(value, path, limits::kText));
}

json::value read_colour(Call&, const json::value& value, std::string_view path) {
  return read_color(value, path);
}

json::value read_language(Call&, const json::value& value, std::string_view path) {
  return json::string(as_one_of(value, path, kLanguages));
}

json::value read_width(Call&, const json::value& value, std::string_view path) {
  return static_cast<std::int64_t>(as_number(value, path, 1, limits::kArray));
}

json::value read_ratio(Call&, const json::value& value, std::string_view path) {
  return as_number(value, path, 0, 1);
}

json::value read_cells(Call& call, const json::value& value, std::string_view path) {
  json::array cells;
  for (const auto& each : as_array(value, path, limits::kArray))
    cells.emplace_back(read_rich_text(call, each, at(path, cells.size())));
  return cells;
}

/// The block that a synced block repeats; null in the original.
json::value read_original(Call& call, const json::value& value, std::string_view path) {
  if (value.is_null()) return nullptr;
  check_fields(as_object(value, path), path, kOriginal);
  const auto id = as_id(value.at("block_id"), at(path, "block_id"));
  return json::object{{"type", "block_id"}, {"block_id", get_block(call, id).id}};
}

json::value read_expression(Call&, const json::value& value, std::string_view path) {
  return json::string(as_string(value, path, limits::kExpression));
}

json::value read_url(Call&, const json::value& value, std::string_view path) {
  const auto url = as_string(value, path, limits::kUrl);
  if (!is_url(url)) invalid_field(path, "a valid URL", &value);
  return json::string(url);
}

json::value no_text() {
  return json::array();
}
json::value no_color() {
  return json::string("default");
}
json::value no_flag() {
  return false;
}
json::value no_value() {
  return nullptr;
}
json::value no_language() {
  return json::string("plain text");
}
/// One key of a block's content. Without `initial`, it must be given unless it is `optional`.
struct Part {
  std::string_view key;
  json::value (*read)(Call&, const json::value&, std::string_view);
  json::value (*initial)();
  bool optional = false;
};

constexpr Part kText{"rich_text", read_text, no_text};
constexpr Part kColor{"color", read_colour, no_color};
constexpr Part kCaption{"caption", read_text, no_text};
constexpr Part kIcon{"icon", read_icon, no_value};

constexpr std::array kOnlyText{kText};
constexpr std::array kPlain{kText, kColor};
constexpr std::array kParagraph{kText, kIcon, kColor};
constexpr std::array kHeading{kText, kColor, Part{"is_toggleable", read_flag, no_flag}};
constexpr std::array kToDo{kText, Part{"checked", read_flag, no_flag}, kColor};
constexpr std::array kCode{kCaption, kText, Part{"language", read_language, no_language}};
constexpr std::array kCallout{kText, kIcon, kColor};
constexpr std::array kMedia{kCaption};
constexpr std::array kFile{kCaption, Part{"name", read_word, nullptr, true}};
constexpr std::array kLink{kCaption, Part{"url", read_url, nullptr}};
constexpr std::array kEquation{Part{"expression", read_expression, nullptr}};
constexpr std::array kOnlyColor{kColor};
constexpr std::array kTable{Part{"table_width", read_width, nullptr},
                            Part{"has_column_header", read_flag, no_flag},
                            Part{"has_row_header", read_flag, no_flag}};
constexpr std::array kRow{Part{"cells", read_cells, nullptr}};
constexpr std::array kColumn{Part{"width_ratio", read_ratio, nullptr, true}};
constexpr std::array kSynced{Part{"synced_from", read_original, nullptr}};

/// {type, <type>: id}: what a link to a page is made of.
json::object read_target(Call& call, const json::object& sent, std::string_view path) {
  for (const auto type : kTargets) {
    const auto* id = find(sent, type);
    if (!id) continue;
    check_fields(sent, path, std::array{Field{"type", Want::string}, Field{type, Want::string}});
    const auto target = as_id(*id, at(path, type));
    if (type == "page_id") get(call, target, Kind::page);
    if (type == "database_id") get(call, target, Kind::database);
    return {{"type", type}, {type, target}};
  }
  invalid_field(at(path, kTargets.front()), "defined", nullptr);
}

struct BlockType {
  std::string_view name;
  std::span<const Part> parts;
  json::object (*whole)(Call&, const json::object&,
                        std::string_view) = nullptr;  ///< instead of parts
  bool media = false;                                 ///< it shows a file…
  std::string_view kind = {};                         ///< …of this kind; empty: of any
};

constexpr std::array kTypes{
    BlockType{"paragraph", kParagraph},
    BlockType{"heading_1", kHeading},
    BlockType{"heading_2", kHeading},
    BlockType{"heading_3", kHeading},
    BlockType{"heading_4", kHeading},
    BlockType{"bulleted_list_item", kPlain},
    BlockType{"numbered_list_item", kPlain},
    BlockType{"quote", kPlain},
    BlockType{"toggle", kPlain},
    BlockType{"to_do", kToDo},
    BlockType{"code", kCode},
    BlockType{"callout", kCallout},
    BlockType{"divider", {}},
    BlockType{"breadcrumb", {}},
    BlockType{"table_of_contents", kOnlyColor},
    BlockType{"equation", kEquation},
    BlockType{"bookmark", kLink},
    BlockType{"embed", kLink},
    BlockType{"image", kMedia, nullptr, true, "image"},
    BlockType{"video", kMedia, nullptr, true, "video"},
    BlockType{"pdf", kMedia, nullptr, true, "pdf"},
    BlockType{"audio", kMedia, nullptr, true, "audio"},
    BlockType{"file", kFile, nullptr, true},
    BlockType{"template", kOnlyText},
    BlockType{"synced_block", kSynced},
    BlockType{"table", kTable},
    BlockType{"table_row", kRow},
    BlockType{"column_list", {}},
    BlockType{"column", kColumn},
    BlockType{"tab", {}},
    BlockType{"link_to_page", {}, read_target},
};

const BlockType* find_type(std::string_view name) {
  for (const auto& type : kTypes)
    if (type.name == name) return &type;
  return nullptr;
}

const Part* find_part(const BlockType& type, std::string_view key) {
  for (const auto& part : type.parts)
    if (part.key == key) return &part;
  return nullptr;
}

constexpr std::array<std::string_view, 3> kFileKeys{"external", "file_upload", "file"};

bool is_key_of(const BlockType& type, std::string_view key) {
  if (key == "children" || find_part(type, key)) return true;
  return type.media && (key == "type" || std::ranges::find(kFileKeys, key) != kFileKeys.end());
}

/// The file of a media block; an update may leave it as it is.
void read_media(Call& call, const BlockType& type, const json::object& sent, json::object& read,
                bool updates, std::string_view path) {
  const bool given =
      std::ranges::any_of(kFileKeys, [&](std::string_view key) { return sent.contains(key); });
  if (updates && !given) return;
  auto file = read_file(call, sent, path, type.kind);
  if (type.name == "file" && !read.contains("name")) read["name"] = file_name(call, file);
  for (const auto key : kFileKeys) read.erase(key);
  for (auto& [key, value] : file) read[key] = std::move(value);
}

}  // namespace

bool is_block_type(std::string_view type) {
  return find_type(type) != nullptr;
}

json::object read_block(Call& call, std::string_view name, const json::value& content,
                        const json::object* old, std::string_view path) {
  const auto& type = *find_type(name);
  const auto& sent = as_object(content, path);
  if (type.whole) return type.whole(call, sent, path);
  for (const auto& [key, value] : sent)
    if (!is_key_of(type, key)) invalid_field(at(path, key), "not present", &value);
  json::object read = old ? *old : json::object();
  for (const auto& part : type.parts) {
    if (const auto* value = find(sent, part.key))
      read[part.key] = part.read(call, *value, at(path, part.key));
    else if (!old && !part.initial && !part.optional)
      invalid_field(at(path, part.key), "defined", nullptr);
    else if (!old && part.initial)
      read[part.key] = part.initial();
  }
  if (type.media) read_media(call, type, sent, read, old, path);
  return read;
}

}  // namespace storyreel::workspace
