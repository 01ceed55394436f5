#include "notion/workspace/filter.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "notion/workspace/conditions.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kSort{Field{"property", Want::string}, Field{"timestamp", Want::string},
                           Field{"direction", Want::string, true}};

Property timestamp(std::string_view name, const json::value* value, std::string_view path) {
  if (name != "created_time" && name != "last_edited_time")
    invalid_field(path, "`\"created_time\"` or `\"last_edited_time\"`", value);
  return {std::string(name), std::string(name), std::string(name), nullptr, {}};
}

struct Reader {
  const std::vector<Property>& schema;
  Time now;

  const Property& property(std::string_view key) const {
    const auto* found = find_property(schema, key);
    if (!found) invalid("Could not find property with name or id: " + std::string(key));
    return *found;
  }

  Filter read(const json::value& filter, std::string_view path, std::size_t depth) const {
    const auto& object = as_object(filter, path);
    for (const auto* key : {"and", "or"})
      if (const auto* parts = find(object, key)) {
        if (object.size() > 1) invalid_field(path, "one condition", &filter);
        return group(*parts, at(path, key), depth, key == std::string_view("and"));
      }
    if (const auto* name = find(object, "timestamp")) {
      auto stamp = timestamp(text_of(object, "timestamp"), name, at(path, "timestamp"));
      return condition(object, std::move(stamp), "timestamp", path);
    }
    const auto* name = find(object, "property");
    if (!name) invalid_field(at(path, "property"), "defined", nullptr);
    return condition(object, property(as_string(*name, at(path, "property"), limits::kText)),
                     "property", path);
  }

  Filter group(const json::value& parts, const std::string& path, std::size_t depth,
               bool all) const {
    if (depth > limits::kFilterDepth)
      invalid("body failed validation: compound filters can be nested at most two levels deep.");
    std::vector<Filter> filters;
    for (const auto& part : as_array(parts, path, limits::kArray))
      filters.push_back(read(part, at(path, filters.size()), depth + 1));
    return [filters, all](const Node& row) {
      const auto holds = [&](const Filter& filter) { return filter(row); };
      return all ? std::ranges::all_of(filters, holds) : std::ranges::any_of(filters, holds);
    };
  }

  Filter condition(const json::object& object, Property subject, std::string_view naming,
                   std::string_view path) const {
    const json::value* test = nullptr;
    for (const auto& [key, value] : object) {
      if (key == naming || key == "type") continue;
      if (key != subject.type)
        invalid("database property " + subject.type + " does not match filter " + std::string(key));
      test = &value;
    }
    const auto place = at(path, subject.type);
    const auto family = family_of(subject.type);
    if (!test || !family || as_object(*test, place).size() != 1)
      invalid_field(place, "an object with one condition", test);
    const auto& [name, value] = *test->get_object().begin();
    const auto* found = find_condition(*family, name);
    if (!found) invalid_field(at(place, name), "not present", &value);
    auto argument = found->read(value, name, now, at(place, name));
    return [found, argument = std::move(argument), subject = std::move(subject)](const Node& row) {
      return found->holds(value_of(subject, row), argument);
    };
  }
};

struct Key {
  Property property;
  bool descending;
};

int compare(const Value& a, const Value& b, Family family) {
  const auto sign = [](auto order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
  switch (family) {
    case Family::text:
      return sign(a.text <=> b.text);
    case Family::number:
    case Family::option:
      return sign(a.number <=> b.number);
    case Family::checkbox:
      return sign(a.flag <=> b.flag);
    case Family::date:
      return sign(a.time <=> b.time);
    case Family::options:
    case Family::list:
      return sign(a.names <=> b.names);
  }
  return 0;
}

struct Sortable {
  std::vector<Value> values;
  std::size_t shuffle;
  Node node;
};

bool before(const Sortable& a, const Sortable& b, const std::vector<Key>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (a.values[i].empty != b.values[i].empty) return b.values[i].empty;
    const auto family = family_of(keys[i].property.type).value_or(Family::list);
    const int order = compare(a.values[i], b.values[i], family);
    if (order != 0) return keys[i].descending ? order > 0 : order < 0;
  }
  return a.shuffle < b.shuffle;
}

std::vector<Key> read_sorts(const json::value* sorts, const Reader& reader) {
  std::vector<Key> keys;
  if (!sorts) return keys;
  for (const auto& each : as_array(*sorts, "body.sorts", limits::kArray)) {
    const auto path = at("body.sorts", keys.size());
    const auto& sort = as_object(each, path);
    check_fields(sort, path, kSort);
    const auto direction = text_of(sort, "direction");
    if (direction != "ascending" && direction != "descending")
      invalid_field(at(path, "direction"), "`\"ascending\"` or `\"descending\"`",
                    find(sort, "direction"));
    const auto* stamp = find(sort, "timestamp");
    keys.push_back({stamp ? timestamp(text_of(sort, "timestamp"), stamp, at(path, "timestamp"))
                          : reader.property(text_of(sort, "property")),
                    direction == "descending"});
  }
  return keys;
}

}  // namespace

Filter read_filter(const json::value& filter, const std::vector<Property>& schema, Time now,
                   std::string_view path) {
  return Reader{schema, now}.read(filter, path, 1);
}

void sort_rows(std::vector<Node>& rows, const json::value* sorts,
               const std::vector<Property>& schema, bool ordered) {
  const auto keys = read_sorts(sorts, Reader{schema, {}});
  std::vector<Sortable> order;
  for (auto& row : rows) {
    const auto place = static_cast<std::size_t>(row.position);
    Sortable next{{}, ordered ? place : std::hash<std::string>()(row.id), {}};
    for (const auto& key : keys) next.values.push_back(value_of(key.property, row));
    next.node = std::move(row);
    order.push_back(std::move(next));
  }
  std::ranges::sort(order, [&](const auto& a, const auto& b) { return before(a, b, keys); });
  std::ranges::transform(order, rows.begin(), [](auto& each) { return std::move(each.node); });
}

}  // namespace storyreel::workspace
