#include "notion/workspace/types.hpp"

#include <array>
#include <chrono>

#include "notion/workspace/computed.hpp"
#include "notion/workspace/dates.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/mentions.hpp"
#include "notion/workspace/numbers.hpp"
#include "notion/workspace/options.hpp"
#include "notion/workspace/people.hpp"
#include "notion/workspace/relations.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

using Stored = const json::value&;

constexpr std::array kPlace{Field{"lat", Want::number, true},
                            Field{"lon", Want::number, true},
                            Field{"name", Want::string, false, true},
                            Field{"address", Want::string, false, true},
                            Field{"aws_place_id", Want::string, false, true},
                            Field{"google_place_id", Want::string, false, true}};

json::object configure_nothing(Setting&, const json::value& value, std::string_view path) {
  check_fields(as_object(value, path), path, {});
  return {};
}

json::value write_rich_text(Writing& writing, const json::value& value, std::string_view path) {
  return read_rich_text(writing.call, value, path);
}

json::value write_number(Writing&, const json::value& value, std::string_view path) {
  if (!value.is_null() && !value.is_number()) invalid_field(path, "a number", &value);
  return value;
}

json::value write_checkbox(Writing&, const json::value& value, std::string_view path) {
  return as_bool(value, path);
}

json::value write_text(const json::value& value, std::string_view path, std::size_t most) {
  if (value.is_null()) return nullptr;
  const auto text = as_string(value, path, most);
  // Notion has no empty strings: null clears.
  if (text.empty()) invalid_field(path, "a non-empty string or `null`", &value);
  return json::string(text);
}

json::value write_url(Writing&, const json::value& value, std::string_view path) {
  return write_text(value, path, limits::kUrl);
}

json::value write_contact(Writing&, const json::value& value, std::string_view path) {
  return write_text(value, path, limits::kContact);
}

json::value write_select(Writing& writing, const json::value& value, std::string_view path) {
  if (value.is_null()) return nullptr;
  return json::string(option_id(value, writing.property, path));
}

json::value write_status(Writing& writing, const json::value& value, std::string_view path) {
  if (value.is_null()) return nullptr;
  return json::string(known_option_id(value, writing.property, path));
}

json::value write_multi_select(Writing& writing, const json::value& value, std::string_view path) {
  json::array ids;
  for (const auto& each : as_array(value, path, limits::kArray)) {
    const json::string id(option_id(each, writing.property, at(path, ids.size())));
    // A value is a set: naming an option twice is no error.
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

json::value write_date(Writing&, const json::value& value, std::string_view path) {
  if (value.is_null()) return nullptr;
  return read_date(value, path);
}

json::value write_place(Writing&, const json::value& value, std::string_view path) {
  if (value.is_null()) return nullptr;
  check_fields(as_object(value, path), path, kPlace);
  as_number(value.at("lat"), at(path, "lat"), -90, 90);
  as_number(value.at("lon"), at(path, "lon"), -180, 180);
  json::object place;
  for (const auto& field : kPlace) {
    const auto* sent = find(value.get_object(), field.key);
    if (sent && sent->is_string()) as_string(*sent, at(path, field.key), limits::kText);
    place[field.key] = sent ? *sent : json::value();
  }
  return place;
}

json::value write_files(Writing& writing, const json::value& value, std::string_view path) {
  return read_files(writing.call, value, path);
}

json::value read_plain(Stored stored, const Property&, const Node&) {
  return stored;
}

json::value read_list(Stored stored, const Property&, const Node&) {
  return stored.is_array() ? stored : json::value(json::array());
}

json::value read_checkbox(Stored stored, const Property&, const Node&) {
  return stored.is_bool() && stored.get_bool();
}

json::value read_option(Stored stored, const Property& property, const Node&) {
  return show_option(stored, property);
}

json::value read_options(Stored stored, const Property& property, const Node&) {
  json::array shown;
  if (!stored.is_array()) return shown;
  for (const auto& id : stored.get_array())
    if (auto option = show_option(id, property); !option.is_null()) shown.push_back(option);
  return shown;
}

json::value complete_text(Call& call, json::value read, const Property&, const Node&) {
  refresh_mentions(call, read);
  return read;
}

json::value read_created_time(Stored, const Property&, const Node& page) {
  return json::string(show_time(page.created));
}

json::value read_edited_time(Stored, const Property&, const Node& page) {
  return json::string(show_time(page.edited));
}

json::value read_created_by(Stored, const Property&, const Node& page) {
  return partial_user(page.created_by);
}

json::value read_edited_by(Stored, const Property&, const Node& page) {
  return partial_user(page.edited_by);
}

constexpr std::array kTypes{
    PropertyType{"title", configure_nothing, write_rich_text, read_list, complete_text},
    PropertyType{"rich_text", configure_nothing, write_rich_text, read_list, complete_text},
    PropertyType{"number", configure_number, write_number, read_plain},
    PropertyType{"select", configure_options, write_select, read_option},
    PropertyType{"multi_select", configure_options, write_multi_select, read_options},
    PropertyType{"status", configure_status, write_status, read_option},
    PropertyType{"date", configure_nothing, write_date, read_plain},
    PropertyType{"people", configure_nothing, write_people, read_people, complete_people},
    PropertyType{"files", configure_nothing, write_files, read_list},
    PropertyType{"checkbox", configure_nothing, write_checkbox, read_checkbox},
    PropertyType{"url", configure_nothing, write_url, read_plain},
    PropertyType{"email", configure_nothing, write_contact, read_plain},
    PropertyType{"phone_number", configure_nothing, write_contact, read_plain},
    PropertyType{"place", configure_nothing, write_place, read_plain},
    PropertyType{"relation", configure_relation, write_relation, read_list, complete_relation,
                 describe_relation},
    PropertyType{.name = "rollup",
                 .configure = configure_rollup,
                 .read = read_rollup,
                 .describe = describe_rollup},
    PropertyType{.name = "formula", .configure = configure_formula, .read = read_formula},
    PropertyType{.name = "unique_id",
                 .configure = configure_unique_id,
                 .read = read_unique_id,
                 .describe = describe_unique_id,
                 .begin = begin_unique_id},
    PropertyType{"created_time", configure_nothing, nullptr, read_created_time},
    PropertyType{"last_edited_time", configure_nothing, nullptr, read_edited_time},
    PropertyType{"created_by", configure_nothing, nullptr, read_created_by, complete_user},
    PropertyType{"last_edited_by", configure_nothing, nullptr, read_edited_by, complete_user},
    // These exist at Notion, but can't be made through its API.
    PropertyType{"button"},
    PropertyType{"location"},
    PropertyType{"verification"},
    PropertyType{"last_visited_time"},
};

}  // namespace

const PropertyType* find_type(std::string_view name) {
  for (const auto& type : kTypes)
    if (type.name == name) return &type;
  return nullptr;
}

json::value read_value(const Property& property, const Node& page) {
  static const json::value kNone;
  const auto* properties = find(page.body, "properties");
  const auto* stored = properties ? find(properties->as_object(), property.id) : nullptr;
  return find_type(property.type)->read(stored ? *stored : kNone, property, page);
}

json::value show_value(Call& call, const Property& property, const Node& page) {
  auto read = read_value(property, page);
  const auto complete = find_type(property.type)->complete;
  return complete ? complete(call, std::move(read), property, page) : read;
}

json::object partial_user(std::string_view id) {
  return {{"object", "user"}, {"id", id}};
}

Time floor_minute(Time time) {
  // The store keeps milliseconds: only what is shown is floored.
  return std::chrono::floor<std::chrono::minutes>(time);
}

std::string show_time(Time time) {
  return to_iso(floor_minute(time));
}

}  // namespace storyreel::workspace
