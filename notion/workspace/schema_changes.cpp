#include <algorithm>
#include <array>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/conversions.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/properties.hpp"
#include "notion/workspace/relations.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// What a property's schema may have beside its type.
constexpr std::array<std::string_view, 4> kCommon{"name", "type", "id", "description"};

bool named(const std::vector<Property>& schema, std::string_view name) {
  return std::ranges::find(schema, name, &Property::name) != schema.end();
}

/// The type a schema object speaks of: its `type`, or the one key that is a type.
const PropertyType* type_in(const json::object& wanted, std::string_view path) {
  const PropertyType* found = nullptr;
  for (const auto& [key, value] : wanted) {
    if (std::ranges::find(kCommon, std::string_view(key)) != kCommon.end()) continue;
    if (found || !find_type(key)) invalid_field(at(path, key), "not present", &value);
    found = find_type(key);
  }
  const auto* type = find(wanted, "type");
  if (!type) return found;
  const auto name = as_string(*type, at(path, "type"), limits::kText);
  if (!find_type(name)) invalid_field(at(path, "type"), "a property type", type);
  if (found && found->name != name)
    invalid_field(at(path, "type"), "`\"" + std::string(found->name) + "\"`", type);
  return find_type(name);
}

struct Changer {
  Call& call;
  Node& source;
  std::vector<Property> schema;

  Property& with_id(std::string_view id) { return *std::ranges::find(schema, id, &Property::id); }

  void apply(std::string_view key, const json::value& change, std::string_view path) {
    auto* property = find_property(schema, key);
    if (!property && change.is_object() && !change.get_object().contains("name") &&
        !type_in(change.get_object(), path))
      invalid_field(path, "a property with a type", &change);
    if (!property &&
        (change.is_null() || !change.is_object() || !type_in(change.get_object(), path)))
      invalid(std::string(key) + " is not a property that exists.");
    if (change.is_null()) return remove(*property);
    if (property)
      change_property(std::string(property->id), as_object(change, path), path);
    else
      add(key, change.get_object(), path);
  }

  void add(std::string_view key, const json::object& wanted, std::string_view path) {
    const auto name = as_string(json::string(key), path, limits::kText);
    const auto& type = *type_in(wanted, path);
    const bool title = type.name == "title";
    if (name.empty()) invalid("Properties must have names.");
    if (title && std::ranges::find(schema, "title", &Property::type) != schema.end())
      invalid("Cannot create a second title property: " + name + ".");
    if (find(wanted, "name")) invalid_field(at(path, "name"), "not present", find(wanted, "name"));
    Property property{title ? "title" : new_property_id(schema), name, {}, nullptr, {}};
    set_type(property, type, wanted, path);
    describe(property, wanted, path);
    schema.push_back(std::move(property));
    if (type.begin) begin_all(schema.back());
  }

  void change_property(const std::string& id, const json::object& wanted, std::string_view path) {
    auto property = with_id(id);
    const auto* type = type_in(wanted, path);
    const auto before = property.type;
    if (type) set_type(property, *type, wanted, path);
    if (const auto* name = find(wanted, "name")) rename(property, *name, at(path, "name"));
    describe(property, wanted, path);
    auto& kept = with_id(id);
    kept = std::move(property);
    if (type && type->begin && kept.type != before) begin_all(kept);
  }

  /// Reads the configuration of `property`, a copy, and settles what had another type before.
  void set_type(Property& property, const PropertyType& type, const json::object& wanted,
                std::string_view path) {
    const auto before = property;
    const auto* config = find(wanted, type.name);
    const json::value empty = json::object();
    const bool changes = !before.type.empty() && before.type != type.name;
    if (changes && (before.type == "title" || type.name == "title"))
      invalid("Cannot change the type of the title property: " + property.name + ".");
    if (!type.configure)
      invalid("Properties of type " + std::string(type.name) + " cannot be created by the API.");
    const bool leaves = before.type == "relation" && (changes || points_elsewhere(before, config));
    if (leaves) release_relation(call, source, before, schema);
    property.type = type.name;
    Setting setting{call, source, schema, property,
                    leaves    ? json::object()
                    : changes ? carried_config(before, type.name)
                              : before.config};
    property.config = type.configure(setting, config ? *config : empty, at(path, type.name));
    if (changes) convert_values(call, source, before, property);
  }

  static bool points_elsewhere(const Property& relation, const json::value* config) {
    if (!config || !config->is_object()) return false;
    return to_id(text_of(config->get_object(), "data_source_id")) !=
           text_of(relation.config, "data_source_id");
  }

  void rename(Property& property, const json::value& name, std::string_view path) {
    const auto text = as_string(name, path, limits::kText);
    if (text.empty()) invalid_field(path, "a non-empty string", &name);
    if (text != property.name && named(schema, text))
      invalid("Cannot have two properties with the same name: " + text + ".");
    property.name = text;
  }

  static void describe(Property& property, const json::object& wanted, std::string_view path) {
    const auto* text = find(wanted, "description");
    if (!text) return;
    if (!text->is_null()) as_string(*text, at(path, "description"), limits::kText);
    property.description = *text;
  }

  void remove(const Property& property) {
    if (property.type == "title")
      invalid("Cannot delete the title property: " + property.name + ".");
    const auto id = property.id;
    if (property.type == "relation")
      release_relation(call, source, Property(property), schema);
    else
      call.store.drop_values(source.id, id);
    std::erase_if(schema, [&](const Property& each) { return each.id == id; });
  }

  /// Gives all rows that are there what a new row would have, in the order of their making.
  void begin_all(Property& property) {
    auto rows = call.store.children(source.id, Kind::page);
    std::ranges::move(call.store.children(source.id, true), std::back_inserter(rows));
    std::ranges::sort(
        rows, {}, [](const Node& row) { return std::tuple(row.created, row.position, row.id); });
    const auto* type = find_type(property.type);
    for (auto& row : rows) {
      row.body["properties"].as_object()[property.id] = type->begin(property);
      call.store.update(row);
    }
  }
};

/// Rollups and formulas speak of other properties, which may come in the same request.
bool speaks_of_others(const json::value& change) {
  return change.is_object() &&
         (change.get_object().contains("rollup") || change.get_object().contains("formula"));
}

}  // namespace

void change_schema(Call& call, Node& data_source, const json::value& changes,
                   std::string_view path) {
  Changer changer{call, data_source, schema_of(data_source)};
  for (const bool later : {false, true})
    for (const auto& [key, change] : as_object(changes, path))
      if (speaks_of_others(change) == later) changer.apply(key, change, at(path, key));
  if (changer.schema.size() > limits::kProperties)
    invalid("A data source has at most 500 properties.");
  set_schema(data_source, changer.schema);
}

}  // namespace storyreel::workspace
