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
std::string new_property_id() {
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

bool named(const std::vector<Property>& schema, std::string_view name) {
  return std::ranges::find(schema, name, &Property::name) != schema.end();
}

/// The type a schema object speaks of: its `type`, or the one key that is a type.
const PropertyType* type_in(const json::object& wanted, std::string_view path) {
  for (const auto& [key, value] : wanted) {
    if (const auto* type = find_type(key)) return type;
    if (key != "name" && key != "type" && key != "id" && key != "description")
      invalid_field(at(path, key), "not present", &value);
  }
  if (const auto name = text_of(wanted, "type"); !name.empty()) {
    if (!find_type(name)) invalid_field(at(path, "type"), "a property type", find(wanted, "type"));
    return find_type(name);
  }
  return nullptr;
}

void set_type(Call& call, const Node& source, Property& property, const PropertyType& type,
              const json::object& wanted, std::string_view path) {
  const bool changes = !property.type.empty() && property.type != type.name;
  if (changes && (property.type == "title" || type.name == "title"))
    invalid("Cannot change the type of the title property: " + property.name + ".");
  if (changes) call.store.drop_values(source.id, property.id);
  const auto* config = find(wanted, type.name);
  const json::value empty = json::object();
  property.config = type.configure(config ? *config : empty,
                                   changes ? json::object() : property.config, at(path, type.name));
  property.type = type.name;
}

void rename(std::vector<Property>& schema, Property& property, const json::value& name,
            std::string_view path) {
  const auto text = as_string(name, path, limits::kText);
  if (text.empty()) invalid_field(path, "a non-empty string", &name);
  if (text != property.name && named(schema, text))
    invalid("Cannot have two properties with the same name: " + text + ".");
  property.name = text;
}

void change_property(Call& call, const Node& source, std::vector<Property>& schema,
                     Property& property, const json::value& change, std::string_view path) {
  const auto& wanted = as_object(change, path);
  if (const auto* type = type_in(wanted, path))
    set_type(call, source, property, *type, wanted, path);
  if (const auto* name = find(wanted, "name")) rename(schema, property, *name, at(path, "name"));
  if (const auto* description = find(wanted, "description")) property.description = *description;
}

void remove_property(Call& call, const Node& source, std::vector<Property>& schema,
                     const Property& property) {
  if (property.type == "title") invalid("Cannot delete the title property: " + property.name + ".");
  const auto id = property.id;
  call.store.drop_values(source.id, id);
  std::erase_if(schema, [&](const Property& each) { return each.id == id; });
}

Property new_property(Call& call, const Node& source, const std::vector<Property>& schema,
                      std::string_view name, const json::value& change, std::string_view path) {
  const auto* type = type_in(as_object(change, path), path);
  if (!type) invalid(std::string(name) + " is not a property that exists.");
  const bool title = type->name == "title";
  if (title && std::ranges::find(schema, "title", &Property::type) != schema.end())
    invalid("Cannot create a second title property: " + std::string(name) + ".");
  Property property{title ? "title" : new_property_id(), std::string(name), {}, nullptr, {}};
  set_type(call, source, property, *type, change.get_object(), path);
  if (const auto* text = find(change.get_object(), "description")) property.description = *text;
  return property;
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

void change_schema(Call& call, Node& data_source, const json::value& changes,
                   std::string_view path) {
  auto schema = schema_of(data_source);
  for (const auto& [key, change] : as_object(changes, path)) {
    const auto place = at(path, key);
    auto* property = find_property(schema, key);
    if (change.is_null() && !property)
      invalid(std::string(key) + " is not a property that exists.");
    if (change.is_null())
      remove_property(call, data_source, schema, *property);
    else if (property)
      change_property(call, data_source, schema, *property, change, place);
    else
      schema.push_back(new_property(call, data_source, schema, key, change, place));
  }
  if (schema.size() > limits::kProperties) invalid("A data source has at most 500 properties.");
  set_schema(data_source, schema);
}

json::object show_schema(const std::vector<Property>& schema) {
  json::object shown;
  for (const auto& each : schema)
    shown[each.name] = json::object{{"id", each.id},
                                    {"name", each.name},
                                    {"description", each.description},
                                    {"type", each.type},
                                    {each.type, each.config}};
  return shown;
}

bool write_properties(Call& call, Node& page, std::vector<Property>& schema,
                      const json::value& values, std::string_view path) {
  bool gained = false;
  if (!page.body.contains("properties")) page.body["properties"] = json::object();
  auto& stored = page.body["properties"].as_object();
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
    stored[property->id] = std::move(value);
  }
  return gained;
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
      shown[each.name] = json::object{
          {"id", each.id}, {"type", each.type}, {each.type, show_value(call, each, page)}};
  return shown;
}

}  // namespace storyreel::workspace
