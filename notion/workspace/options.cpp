#include "notion/workspace/options.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array<std::string_view, 10> kColors{"default", "gray", "brown",  "orange", "yellow",
                                                   "green",   "blue", "purple", "pink",   "red"};
constexpr std::array kConfig{Field{"options", Want::array}};
constexpr std::array kOption{Field{"id", Want::string}, Field{"name", Want::string},
                             Field{"color", Want::string},
                             Field{"description", Want::string, false, true}};
constexpr std::array kStatusOption{Field{"id", Want::string}, Field{"name", Want::string},
                                   Field{"color", Want::string}, Field{"group", Want::string},
                                   Field{"description", Want::string, false, true}};

struct Group {
  std::string_view name, color, first;
};
constexpr std::array kGroups{Group{"To-do", "gray", "Not started"},
                             Group{"In progress", "blue", "In progress"},
                             Group{"Complete", "green", "Done"}};

const json::array& options_of(const json::object& config) {
  static const json::array kNone;
  const auto* options = find(config, "options");
  return options && options->is_array() ? options->get_array() : kNone;
}

const json::object* find_option(const json::array& options, std::string_view key,
                                std::string_view wanted) {
  for (const auto& option : options)
    if (folded(text_of(option.as_object(), key)) == folded(wanted)) return &option.get_object();
  return nullptr;
}

std::string option_name(const json::value& value, std::string_view path) {
  const auto name = as_string(value, path, limits::kOptionName);
  if (name.empty()) invalid_field(path, "a non-empty string", &value);
  if (name.contains(',')) invalid("Invalid select option, commas not allowed: " + name);
  return name;
}

json::object new_option(const json::object& wanted, std::string_view path, std::size_t count) {
  const auto* name = find(wanted, "name");
  if (!name) invalid_field(at(path, "name"), "defined", nullptr);
  const auto color = text_of(wanted, "color");
  const auto* description = find(wanted, "description");
  if (!color.empty() && std::ranges::find(kColors, color) == kColors.end())
    invalid_field(at(path, "color"), "a color", find(wanted, "color"));
  return {{"id", new_uuid()},
          {"name", option_name(*name, at(path, "name"))},
          {"color", color.empty() ? kColors[count % kColors.size()] : std::string_view(color)},
          {"description", description ? *description : json::value()}};
}

/// Ids, names and colors stay as they are; only the description may change.
json::object kept_option(const json::object& old, const json::object& wanted) {
  const auto color = text_of(wanted, "color");
  const auto name = text_of(wanted, "name");
  const auto before = text_of(old, "name");
  if (!name.empty() && folded(name) != folded(before))
    invalid("Cannot update name of select with name: " + before + ".");
  if (!color.empty() && color != text_of(old, "color"))
    invalid("Cannot update color of select with name: " + before + ".");
  auto kept = old;
  if (const auto* description = find(wanted, "description")) kept["description"] = *description;
  return kept;
}

const json::object* existing(const json::array& options, const json::object& wanted) {
  if (const auto id = text_of(wanted, "id"); !id.empty()) return find_option(options, "id", id);
  return find_option(options, "name", text_of(wanted, "name"));
}

json::object replace_options(const json::value& value, const json::object& old,
                             std::span<const Field> fields, std::string_view path) {
  auto config = old;
  const auto* wanted = find(as_object(value, path), "options");
  if (!wanted) {
    if (!config.contains("options")) config["options"] = json::array();
    return config;
  }
  json::array options;
  const auto list = at(path, "options");
  for (const auto& each : as_array(*wanted, list, limits::kArray)) {
    const auto place = at(list, options.size());
    const auto& option = as_object(each, place);
    check_fields(option, place, fields);
    const auto* before = existing(options_of(old), option);
    auto next = before ? kept_option(*before, option) : new_option(option, place, options.size());
    if (find_option(options, "name", text_of(next, "name")))
      invalid("Cannot create select options with duplicate names: " + text_of(next, "name") + ".");
    options.emplace_back(std::move(next));
  }
  config["options"] = std::move(options);
  return config;
}

json::array default_status_options() {
  json::array options;
  for (const auto& group : kGroups)
    options.push_back({{"id", new_uuid()},
                       {"name", group.first},
                       {"color", group.color == "gray" ? "default" : group.color},
                       {"description", nullptr}});
  return options;
}

/// The group that `option` was in by `groups`; empty for none.
std::string group_of(const json::value* groups, const json::value& option) {
  if (!groups) return {};
  for (const auto& group : groups->as_array()) {
    const auto& ids = group.at("option_ids").as_array();
    if (std::ranges::find(ids, option) != ids.end()) return text_of(group.as_object(), "name");
  }
  return {};
}

/// The group of each option: the one it names, else the one it was in, else To-do.
std::vector<std::string> group_names(const json::array& options, const json::array& wanted,
                                     const json::value* before, std::string_view path) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto* sent = find(wanted[i].get_object(), "group");
    auto name =
        sent ? text_of(wanted[i].get_object(), "group") : group_of(before, options[i].at("id"));
    if (name.empty()) name = kGroups[0].name;
    if (std::ranges::find(kGroups, name, &Group::name) == kGroups.end())
      invalid_field(at(at(at(path, "options"), i), "group"),
                    "`\"To-do\"`, `\"In progress\"` or `\"Complete\"`", sent);
    names.push_back(std::move(name));
  }
  return names;
}

json::value group_id(const json::value* before, std::string_view name) {
  if (before)
    for (const auto& group : before->as_array())
      if (text_of(group.as_object(), "name") == name) return group.at("id");
  return json::string(new_uuid());
}

json::array status_groups(const json::array& options, const std::vector<std::string>& names,
                          const json::value* before) {
  json::array groups;
  for (const auto& group : kGroups) {
    json::array members;
    for (std::size_t i = 0; i < options.size(); ++i)
      if (names[i] == group.name) members.push_back(options[i].at("id"));
    groups.push_back({{"id", group_id(before, group.name)},
                      {"name", group.name},
                      {"color", group.color},
                      {"option_ids", std::move(members)}});
  }
  return groups;
}

}  // namespace

json::object configure_options(Setting& setting, const json::value& value, std::string_view path) {
  check_fields(as_object(value, path), path, kConfig);
  return replace_options(value, setting.old, kOption, path);
}

json::object configure_status(Setting& setting, const json::value& value, std::string_view path) {
  check_fields(as_object(value, path), path, kConfig);
  const auto* wanted = find(value.get_object(), "options");
  const auto* before = find(setting.old, "groups");
  if (!wanted && !setting.old.empty()) return setting.old;
  auto config = replace_options(value, setting.old, kStatusOption, path);
  auto& options = config["options"].as_array();
  if (!wanted) options = default_status_options();
  std::vector<std::string> names;
  for (const auto& group : kGroups) names.emplace_back(group.name);
  if (wanted) names = group_names(options, wanted->get_array(), before, path);
  config["groups"] = status_groups(options, names, before);
  return config;
}

std::string known_option_id(const json::value& value, const Property& property,
                            std::string_view path) {
  check_fields(as_object(value, path), path, kOption);
  const auto* found = existing(options_of(property.config), value.get_object());
  if (found) return text_of(*found, "id");
  if (!value.get_object().contains("id") && !value.get_object().contains("name"))
    invalid_field(at(path, "name"), "defined", nullptr);
  invalid("Invalid " + property.type + " option. " + property.type + " option \"" +
          text_of(value.get_object(), "name") + text_of(value.get_object(), "id") +
          "\" does not exist.");
}

std::string option_id(const json::value& value, Property& property, std::string_view path) {
  check_fields(as_object(value, path), path, kOption);
  const auto& wanted = value.get_object();
  if (existing(options_of(property.config), wanted) || wanted.contains("id"))
    return known_option_id(value, property, path);
  auto option = new_option(wanted, path, options_of(property.config).size());
  const auto id = text_of(option, "id");
  if (!property.config.contains("options")) property.config["options"] = json::array();
  property.config["options"].as_array().emplace_back(std::move(option));
  return id;
}

bool rename_option(Property& property, std::string_view id, const json::value& name,
                   std::string_view path) {
  if (!find_option(options_of(property.config), "id", id)) return false;
  auto next = option_name(name, path);
  for (auto& each : property.config["options"].as_array()) {
    auto& option = each.as_object();
    const bool chosen = text_of(option, "id") == id;
    if (chosen) option["name"] = next;
    if (!chosen && folded(text_of(option, "name")) == folded(next))
      invalid("Cannot create select options with duplicate names: " + next + ".");
  }
  return true;
}

json::value show_option(const json::value& id, const Property& property) {
  if (!id.is_string()) return nullptr;
  const auto* option = find_option(options_of(property.config), "id", id.get_string());
  if (!option) return nullptr;
  return json::object{
      {"id", option->at("id")}, {"name", option->at("name")}, {"color", option->at("color")}};
}

}  // namespace storyreel::workspace
