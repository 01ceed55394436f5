#include "notion/workspace/properties.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// Four characters as Notion's ids have them, some in need of URL encoding.
std::string random_id() {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr std::array<std::string_view, 8> kEncoded{"%3A", "%3B", "%3C", "%40",
                                                     "%5B", "%5C", "%60", "%7D"};
  const auto random = random_hex(5);
  std::string id;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto n = static_cast<std::size_t>(std::stoi(random.substr(2 * i, 2), nullptr, 16));
    if (n < 64 && i > 0)
      id += kEncoded[n % kEncoded.size()];
    else
      id += kPlain[n % kPlain.size()];
  }
  return id;
}

const json::value& value_in(const json::value& sent, const Property& property,
                            std::string_view path) {
  if (sent.is_array() && property.type == "title") return sent;
  for (const auto& [key, value] : as_object(sent, path)) {
    const bool other = key == "type" ? value != json::value(json::string(property.type))
                                     : key != "id" && key != property.type;
    if (other) invalid(property.name + " is expected to be " + property.type + ".");
  }
  const auto* value = find(sent.get_object(), property.type);
  if (!value) invalid_field(at(path, property.type), "defined", nullptr);
  return *value;
}

json::object& values_of(Node& page) {
  if (!page.body.contains("properties")) page.body["properties"] = json::object();
  return page.body["properties"].as_object();
}

/// A page or a person that a run of text or an item of a list stands for.
bool is_reference(const json::value& item) {
  const auto* mention = find(item.as_object(), "mention");
  if (!mention) return !item.get_object().contains("plain_text");
  return mention->as_object().contains("page") || mention->as_object().contains("user");
}

/// Cuts a list before its 26th reference; says whether there was one.
bool cut(json::value& value) {
  if (!value.is_array()) return false;
  auto& items = value.get_array();
  std::size_t references = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (is_reference(items[i])) ++references;
    if (references <= limits::kReferences) continue;
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i), items.end());
    return true;
  }
  return false;
}

constexpr std::array<std::string_view, 4> kReferring{"title", "rich_text", "people", "relation"};

json::object show_property(Call& call, const Property& property, const Node& page) {
  auto value = show_value(call, property, page);
  const bool refers = std::ranges::find(kReferring, property.type) != kReferring.end();
  const bool more = refers && cut(value);
  json::object shown{
      {"id", property.id}, {"type", property.type}, {property.type, std::move(value)}};
  if (property.type == "relation") shown["has_more"] = more;
  return shown;
}

}  // namespace

std::vector<Property> schema_of(const Node& data_source) {
  std::vector<Property> schema;
  for (const auto& each : data_source.body.at("schema").as_array()) {
    const auto& stored = each.as_object();
    const auto type = text_of(stored, "type");
    schema.push_back({text_of(stored, "id"), text_of(stored, "name"), type,
                      stored.at("description"), stored.at(type).as_object()});
  }
  return schema;
}

void set_schema(Node& data_source, const std::vector<Property>& schema) {
  json::array stored;
  for (const auto& each : schema)
    stored.push_back({{"id", each.id},
                      {"name", each.name},
                      {"description", each.description},
                      {"type", each.type},
                      {each.type, each.config}});
  data_source.body["schema"] = std::move(stored);
}

const Property* find_property(const std::vector<Property>& schema, std::string_view key) {
  for (const auto& each : schema)
    if (each.name == key) return &each;
  for (const auto& each : schema)
    if (each.id == key || percent_decoded(each.id) == key) return &each;
  return nullptr;
}

Property* find_property(std::vector<Property>& schema, std::string_view key) {
  const auto* found = find_property(std::as_const(schema), key);
  return found ? &schema[static_cast<std::size_t>(found - schema.data())] : nullptr;
}

std::vector<Property> title_only() {
  return {{"title", "title", "title", nullptr, {}}};
}

std::string new_property_id(const std::vector<Property>& schema) {
  for (;;)
    if (auto id = random_id(); !find_property(schema, id)) return id;
}

json::object show_schema(Call& call, const std::vector<Property>& schema) {
  json::object shown;
  for (const auto& each : schema) {
    const auto describe = find_type(each.type)->describe;
    shown[each.name] = json::object{{"id", each.id},
                                    {"name", each.name},
                                    {"description", each.description},
                                    {"type", each.type},
                                    {each.type, describe ? describe(call, each) : each.config}};
  }
  return shown;
}

bool write_properties(Call& call, Node& page, std::vector<Property>& schema,
                      const json::value& values, std::string_view path) {
  bool gained = false;
  auto& stored = values_of(page);
  for (const auto& [key, sent] : as_object(values, path)) {
    auto* property = find_property(schema, key);
    if (!property) invalid(std::string(key) + " is not a property that exists.");
    const auto* type = find_type(property->type);
    if (!type->write) invalid("Cannot update \"" + property->name + "\": it is computed.");
    const auto place = at(path, key);
    const auto before = property->config;
    Writing writing{call, page, *property};
    auto value = type->write(writing, value_in(sent, *property, place), at(place, type->name));
    gained = gained || property->config != before;
    if (property->type == "title") page.title = plain_text(value);
    if (value.is_null())
      stored.erase(property->id);
    else
      stored[property->id] = std::move(value);
  }
  return gained;
}

bool begin_row(Node& page, std::vector<Property>& schema) {
  bool counted = false;
  auto& stored = values_of(page);
  for (auto& each : schema) {
    const auto begin = find_type(each.type)->begin;
    if (!begin) continue;
    const auto before = each.config;
    stored[each.id] = begin(each);
    counted = counted || each.config != before;
  }
  return counted;
}

json::object show_properties(Call& call, const Node& page, const std::vector<Property>& schema,
                             const std::vector<std::string>& filter) {
  std::vector<const Property*> wanted;
  for (const auto& key : filter) {
    wanted.push_back(find_property(schema, key));
    if (!wanted.back()) invalid("Could not find property with name or id: " + key);
  }
  json::object shown;
  for (const auto& each : schema)
    if (filter.empty() || std::ranges::find(wanted, &each) != wanted.end())
      shown[each.name] = show_property(call, each, page);
  return shown;
}

}  // namespace storyreel::workspace
