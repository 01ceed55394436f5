#include "notion/workspace/filter.hpp"

#include <algorithm>
#include <array>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kSort{Field{"property", Want::string}, Field{"timestamp", Want::string},
                           Field{"direction", Want::string, true}};

/// Under what a condition on a computed property may stand: its result's type, or for a rollup of
/// many values the type of each.
struct Result {
  std::string_view type, name;
  Family family;
};
constexpr std::array kResults{
    Result{"formula", "string", Family::text},
    Result{"formula", "checkbox", Family::checkbox},
    Result{"formula", "number", Family::number},
    Result{"formula", "date", Family::date},
    Result{"rollup", "number", Family::number},
    Result{"rollup", "date", Family::date},
    Result{"each", "rich_text", Family::text},
    Result{"each", "number", Family::number},
    Result{"each", "checkbox", Family::checkbox},
    Result{"each", "select", Family::option},
    Result{"each", "multi_select", Family::options},
    Result{"each", "relation", Family::relation},
    Result{"each", "date", Family::date},
    Result{"each", "people", Family::people},
    Result{"each", "files", Family::files},
    Result{"each", "status", Family::option},
};
constexpr std::array<std::string_view, 3> kEach{"any", "none", "every"};

Property timestamp(std::string_view name, const json::value* value, std::string_view path) {
  if (name != "created_time" && name != "last_edited_time")
    invalid_field(path, "`\"created_time\"` or `\"last_edited_time\"`", value);
  return {std::string(name), std::string(name), std::string(name), nullptr, {}};
}

const Property& property_in(const std::vector<Property>& schema, std::string_view key) {
  const auto* found = find_property(schema, key);
  if (!found) invalid("Could not find property with name or id: " + std::string(key));
  return *found;
}

/// The one member of an object that holds a condition.
const json::key_value_pair& only_member(const json::value* value, std::string_view path) {
  if (!value || as_object(*value, path).size() != 1)
    invalid_field(path, "an object with one condition", value);
  return *value->get_object().begin();
}

struct Reader {
  const std::vector<Property>& schema;
  const Asker& asker;

  Filter read(const json::value& filter, std::string_view path, std::size_t depth) const {
    const auto& object = as_object(filter, path);
    for (const auto* key : {"and", "or"})
      if (const auto* parts = find(object, key)) {
        if (object.size() > 1) invalid_field(path, "one condition", &filter);
        return group(*parts, at(path, key), depth, key == std::string_view("and"));
      }
    if (const auto* name = find(object, "timestamp"))
      return condition(object, timestamp(text_of(object, "timestamp"), name, at(path, "timestamp")),
                       "timestamp", path);
    const auto* name = find(object, "property");
    if (!name) invalid_field(at(path, "property"), "defined", nullptr);
    const auto key = as_string(*name, at(path, "property"), limits::kText);
    return condition(object, property_in(schema, key), "property", path);
  }

  Filter group(const json::value& parts, const std::string& path, std::size_t depth,
               bool all) const {
    if (depth > limits::kFilterDepth)
      invalid("body failed validation: compound filters can be nested at most two levels deep.");
    Filter filter{.all = all};
    for (const auto& part : as_array(parts, path, limits::kArray))
      filter.parts.push_back(read(part, at(path, filter.parts.size()), depth + 1));
    return filter;
  }

  Filter condition(const json::object& object, Property property, std::string_view naming,
                   std::string_view path) const {
    const json::value* test = nullptr;
    for (const auto& [key, value] : object) {
      if (key == naming || key == "type") continue;
      if (key != property.type)
        invalid("database property " + property.type + " does not match filter " +
                std::string(key));
      test = &value;
    }
    const auto place = at(path, property.type);
    const auto family = family_of(property.type);
    if (!family) invalid_field(place, "a type that can be filtered by", test);
    if (family == Family::computed) return computed(property.type, test, place);
    auto [found, argument] = condition_in(*family, test, place);
    return {.test = Test{std::move(property), found, std::move(argument)}};
  }

  std::pair<const Condition*, Argument> condition_in(Family family, const json::value* test,
                                                     std::string_view path) const {
    const auto& [name, value] = only_member(test, path);
    const auto* found = find_condition(family, name);
    if (!found) invalid_field(at(path, name), "not present", &value);
    return {found, found->read(value, name, asker, at(path, name))};
  }

  /// The values are not worked out: they count as empty.
  Filter computed(std::string_view type, const json::value* test, std::string_view path) const {
    const auto& [name, value] = only_member(test, path);
    const auto place = at(path, name);
    if (type == "rollup" && std::ranges::find(kEach, std::string_view(name)) != kEach.end())
      return computed("each", &value, place);
    for (const auto& result : kResults)
      if (result.type == type && result.name == name)
        return {.all = condition_in(result.family, &value, place).first->name == "is_empty"};
    invalid_field(place, "not present", &value);
  }
};

bool is_descending(const json::object& sort, std::string_view path) {
  const auto direction = text_of(sort, "direction");
  if (direction != "ascending" && direction != "descending")
    invalid_field(at(path, "direction"), "`\"ascending\"` or `\"descending\"`",
                  find(sort, "direction"));
  return direction == "descending";
}

}  // namespace

Filter read_filter(const json::value& filter, const std::vector<Property>& schema,
                   const Asker& asker, std::string_view path) {
  return Reader{schema, asker}.read(filter, path, 1);
}

std::vector<Order> read_sorts(const json::value& sorts, const std::vector<Property>& schema,
                              std::string_view path) {
  std::vector<Order> orders;
  for (const auto& each : as_array(sorts, path, limits::kArray)) {
    const auto place = at(path, orders.size());
    const auto& sort = as_object(each, place);
    check_fields(sort, place, kSort);
    const bool descending = is_descending(sort, place);
    const auto* stamp = find(sort, "timestamp");
    const auto* name = find(sort, "property");
    if (!stamp && !name) invalid_field(at(place, "property"), "defined", nullptr);
    orders.push_back({stamp ? timestamp(text_of(sort, "timestamp"), stamp, at(place, "timestamp"))
                            : property_in(schema, text_of(sort, "property")),
                      descending});
  }
  return orders;
}

}  // namespace storyreel::workspace
