#include "notion/workspace/computed.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array<std::string_view, 24> kFunctions{"count",
                                                      "count_values",
                                                      "empty",
                                                      "not_empty",
                                                      "unique",
                                                      "show_unique",
                                                      "percent_empty",
                                                      "percent_not_empty",
                                                      "sum",
                                                      "average",
                                                      "median",
                                                      "min",
                                                      "max",
                                                      "range",
                                                      "earliest_date",
                                                      "latest_date",
                                                      "date_range",
                                                      "checked",
                                                      "unchecked",
                                                      "percent_checked",
                                                      "percent_unchecked",
                                                      "count_per_group",
                                                      "percent_per_group",
                                                      "show_original"};

constexpr std::array kRollup{
    Field{"function", Want::string, true}, Field{"relation_property_name", Want::string},
    Field{"relation_property_id", Want::string}, Field{"rollup_property_name", Want::string},
    Field{"rollup_property_id", Want::string}};
constexpr std::array kFormula{Field{"expression", Want::string}};
constexpr std::array kUniqueId{Field{"prefix", Want::string, false, true}};

/// The property that `wanted` names by {<key>_id} or {<key>_name}.
const Property& property_in(const json::object& wanted, const std::string& key,
                            const std::vector<Property>& schema, std::string_view path) {
  const auto* name = find(wanted, key + "_id");
  if (!name) name = find(wanted, key + "_name");
  if (!name) invalid_field(at(path, key + "_name"), "defined", nullptr);
  const auto* found = find_property(schema, name->get_string());
  if (!found) invalid(std::string(name->get_string()) + " is not a property that exists.");
  return *found;
}

std::string name_in(const std::vector<Property>& schema, const std::string& id) {
  const auto found = std::ranges::find(schema, id, &Property::id);
  return found == schema.end() ? std::string() : found->name;
}

/// The schema of the data source that `relation` points at.
std::vector<Property> related_schema(Call& call, const Property& relation) {
  const auto other = call.store.find(text_of(relation.config, "data_source_id"));
  return other ? schema_of(*other) : std::vector<Property>();
}

}  // namespace

json::object configure_rollup(Setting& setting, const json::value& value, std::string_view path) {
  const auto& wanted = as_object(value, path);
  check_fields(wanted, path, kRollup);
  const auto function = text_of(wanted, "function");
  if (std::ranges::find(kFunctions, function) == kFunctions.end())
    invalid_field(at(path, "function"), "a rollup function", find(wanted, "function"));
  const auto& relation = property_in(wanted, "relation_property", setting.schema, path);
  if (relation.type != "relation") invalid(relation.name + " is expected to be relation.");
  const auto target = text_of(relation.config, "data_source_id");
  const bool self = target == setting.source.id;
  if (!self) get(setting.call, target, Kind::data_source);
  const auto others = self ? setting.schema : related_schema(setting.call, relation);
  const auto& rolled = property_in(wanted, "rollup_property", others, path);
  return {{"function", function},
          {"relation_property_id", relation.id},
          {"relation_property_name", relation.name},
          {"rollup_property_id", rolled.id},
          {"rollup_property_name", rolled.name},
          {"data_source_id", setting.source.id}};
}

json::object describe_rollup(Call& call, const Property& property) {
  auto shown = property.config;
  const auto source = call.store.find(text_of(shown, "data_source_id"));
  shown.erase("data_source_id");
  const auto schema = source ? schema_of(*source) : std::vector<Property>();
  const auto id = text_of(shown, "relation_property_id");
  const auto relation = std::ranges::find(schema, id, &Property::id);
  if (relation == schema.end()) return shown;
  shown["relation_property_name"] = relation->name;
  const auto name = name_in(related_schema(call, *relation), text_of(shown, "rollup_property_id"));
  if (!name.empty()) shown["rollup_property_name"] = name;
  return shown;
}

json::value read_rollup(const json::value&, const Property& property, const Node&) {
  return json::object{{"type", "unsupported"},
                      {"unsupported", json::object()},
                      {"function", text_of(property.config, "function")}};
}

json::object configure_formula(Setting& setting, const json::value& value, std::string_view path) {
  check_fields(as_object(value, path), path, kFormula);
  const auto* expression = find(value.get_object(), "expression");
  if (!expression) return {{"expression", text_of(setting.old, "expression")}};
  return {{"expression", as_string(*expression, at(path, "expression"), limits::kFormula)}};
}

json::value read_formula(const json::value&, const Property&, const Node&) {
  return json::object{{"type", "unsupported"}, {"unsupported", json::object()}};
}

json::object configure_unique_id(Setting& setting, const json::value& value,
                                 std::string_view path) {
  check_fields(as_object(value, path), path, kUniqueId);
  const auto* sent = find(value.get_object(), "prefix");
  const auto* before = find(setting.old, "prefix");
  const auto prefix = sent ? *sent : before ? *before : json::value();
  if (sent && sent->is_string()) {
    const auto text = as_string(*sent, at(path, "prefix"), limits::kPrefix);
    const auto fits = [](unsigned char c) { return std::isalnum(c) != 0; };
    if (text.empty() || !std::ranges::all_of(text, fits) || std::isdigit(text.front()) != 0)
      invalid_field(at(path, "prefix"), "letters and digits that begin with a letter, or `null`",
                    sent);
  }
  const auto* last = find(setting.old, "last");
  return {{"prefix", prefix}, {"last", last ? *last : json::value(0)}};
}

json::object describe_unique_id(Call&, const Property& property) {
  return {{"prefix", property.config.at("prefix")}};
}

json::value begin_unique_id(Property& property) {
  const auto next = property.config.at("last").to_number<std::int64_t>() + 1;
  property.config["last"] = next;
  return next;
}

json::value read_unique_id(const json::value& stored, const Property& property, const Node&) {
  return json::object{{"prefix", property.config.at("prefix")}, {"number", stored}};
}

}  // namespace storyreel::workspace
