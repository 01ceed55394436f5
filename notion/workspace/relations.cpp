#include "notion/workspace/relations.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::string_view kSingle = "single_property";
constexpr std::string_view kDual = "dual_property";

constexpr std::array kConfig{Field{"data_source_id", Want::string, true},
                             Field{"type", Want::string}, Field{"single_property", Want::object},
                             Field{"dual_property", Want::object}};
constexpr std::array kMirror{Field{"synced_property_id", Want::string},
                             Field{"synced_property_name", Want::string}};
constexpr std::array kPage{Field{"id", Want::string, true}};

json::object single_to(const std::string& source) {
  return {{"data_source_id", source}, {"type", kSingle}, {kSingle, json::object()}};
}

json::object dual_to(const std::string& source, const std::string& mirror) {
  return {{"data_source_id", source}, {"type", kDual}, {kDual, {{"synced_property_id", mirror}}}};
}

/// The id of the property on the other side; empty for a single relation.
std::string mirror_of(const json::object& config) {
  const auto* dual = find(config, kDual);
  return dual ? text_of(dual->get_object(), "synced_property_id") : std::string();
}

using Change = std::function<void(std::vector<Property>& schema)>;

/// Changes the schema of the data source `target`, which may be `source` itself.
void change_other(Call& call, const Node& source, std::vector<Property>& schema,
                  std::string_view target, const Change& change) {
  if (target == source.id) return change(schema);
  auto other = call.store.find(target);
  if (!other) return;
  auto others = schema_of(*other);
  change(others);
  set_schema(*other, others);
  call.store.update(*other);
}

bool named(const std::vector<Property>& schema, std::string_view name) {
  return std::ranges::find(schema, name, &Property::name) != schema.end();
}

Property* with_id(std::vector<Property>& schema, std::string_view id) {
  const auto found = std::ranges::find(schema, id, &Property::id);
  return found == schema.end() ? nullptr : &*found;
}

/// The name asked for, or Notion's own, made unlike all others.
std::string mirror_name(const Setting& setting, const std::vector<Property>& others,
                        const std::string& asked) {
  const bool self = &others == &setting.schema;
  const auto taken = [&](const std::string& name) {
    return named(others, name) || (self && name == setting.property.name);
  };
  if (!asked.empty() && taken(asked))
    invalid("Cannot have two properties with the same name: " + asked + ".");
  if (!asked.empty()) return asked;
  const auto title = setting.source.title.empty() ? "Untitled" : setting.source.title;
  const auto name = "Related to " + title + " (" + setting.property.name + ")";
  auto free = name;
  for (int n = 1; taken(free); ++n) free = name + " " + std::to_string(n);
  return free;
}

/// Adds the other side of the relation that is being set; returns its id.
std::string add_mirror(const Setting& setting, const std::string& target,
                       const std::string& asked) {
  std::string id;
  change_other(setting.call, setting.source, setting.schema, target,
               [&](std::vector<Property>& others) {
                 id = new_property_id(others);
                 others.push_back({id, mirror_name(setting, others, asked), "relation", nullptr,
                                   dual_to(setting.source.id, setting.property.id)});
               });
  return id;
}

void rename_mirror(const Setting& setting, const std::string& target, const std::string& mirror,
                   const std::string& name) {
  change_other(setting.call, setting.source, setting.schema, target,
               [&](std::vector<Property>& others) {
                 auto* other = with_id(others, mirror);
                 if (!other || other->name == name) return;
                 if (named(others, name))
                   invalid("Cannot have two properties with the same name: " + name + ".");
                 other->name = name;
               });
}

void remove_mirror(const Setting& setting, const std::string& target, const std::string& mirror) {
  setting.call.store.drop_relations(target, mirror);
  change_other(setting.call, setting.source, setting.schema, target,
               [&](std::vector<Property>& others) {
                 std::erase_if(others, [&](const Property& each) { return each.id == mirror; });
               });
}

json::object make_dual(Setting& setting, const std::string& target, const json::object& wanted,
                       std::string_view path) {
  check_fields(wanted, path, kMirror);
  const auto name = text_of(wanted, "synced_property_name");
  const auto id = text_of(wanted, "synced_property_id");
  const auto before = mirror_of(setting.old);
  if (!id.empty() && percent_decoded(id) != percent_decoded(before))
    invalid(id + " is not a property that exists.");
  if (before.empty()) {
    const auto mirror = add_mirror(setting, target, name);
    setting.call.store.mirror(setting.source.id, setting.property.id, mirror);
    return dual_to(target, mirror);
  }
  if (!name.empty()) rename_mirror(setting, target, before, name);
  return setting.old;
}

/// The page that an item of a written relation names.
std::string page_in(Writing& writing, const json::value& item, std::string_view path) {
  check_fields(as_object(item, path), path, kPage);
  const auto id = as_id(item.at("id"), at(path, "id"));
  const auto page = get(writing.call, id, Kind::page);
  if (page.parent != text_of(writing.property.config, "data_source_id"))
    invalid("The page " + id + " is not in the data source that " + writing.property.name +
            " is related to.");
  return id;
}

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

/// What was taken away from the caller on its own, whatever it stands in.
std::vector<std::string> hidden_from(Call& call) {
  if (!call.user.bot) return {};
  auto marked = call.store.marked(call.user);
  std::erase_if(marked, [&](const auto& id) { return call.store.visible(id, call.user); });
  return marked;
}

/// Brings the other side in step with what `page` points at from now on.
void reflect(Writing& writing, const std::string& mirror, const std::vector<std::string>& targets) {
  auto& store = writing.call.store;
  const auto& page = writing.page.id;
  const auto before = store.related(page, writing.property.id, Trashed::with);
  for (const auto& each : before)
    if (!holds(targets, each)) store.unrelate(each, mirror, page);
  for (const auto& each : targets) store.relate(each, mirror, page);
}

}  // namespace

json::object configure_relation(Setting& setting, const json::value& value, std::string_view path) {
  const auto& wanted = as_object(value, path);
  check_fields(wanted, path, kConfig);
  const auto place = at(path, "data_source_id");
  const auto target =
      get(setting.call, as_id(wanted.at("data_source_id"), place), Kind::data_source);
  const auto* single = find(wanted, kSingle);
  const auto* dual = find(wanted, kDual);
  if (!single && !dual) invalid_field(at(path, kSingle), "defined", nullptr);
  if (single && dual) invalid_field(at(path, kDual), "not present", dual);
  if (const auto* type = find(wanted, "type"); type && *type != json::value(dual ? kDual : kSingle))
    invalid_field(at(path, "type"), dual ? "`\"dual_property\"`" : "`\"single_property\"`", type);
  if (dual) return make_dual(setting, target.id, dual->get_object(), at(path, kDual));
  check_fields(single->get_object(), at(path, kSingle), {});
  if (const auto mirror = mirror_of(setting.old); !mirror.empty())
    remove_mirror(setting, target.id, mirror);
  return single_to(target.id);
}

json::object describe_relation(Call& call, const Property& property) {
  auto shown = property.config;
  const auto other = call.store.find(text_of(shown, "data_source_id"));
  shown["database_id"] = other ? json::value(json::string(other->parent)) : json::value();
  const auto mirror = mirror_of(shown);
  if (mirror.empty() || !other) return shown;
  auto others = schema_of(*other);
  const auto* found = with_id(others, mirror);
  shown[kDual].as_object()["synced_property_name"] = found ? found->name : "";
  return shown;
}

json::value write_relation(Writing& writing, const json::value& value, std::string_view path) {
  std::vector<std::string> targets;
  std::size_t index = 0;
  for (const auto& each : as_array(value, path, limits::kArray)) {
    const auto id = page_in(writing, each, at(path, index++));
    if (!holds(targets, id)) targets.push_back(id);
  }
  if (const auto mirror = mirror_of(writing.property.config); !mirror.empty())
    reflect(writing, mirror, targets);
  auto& store = writing.call.store;
  store.unrelate(writing.page.id, writing.property.id);
  for (const auto& each : targets) store.relate(writing.page.id, writing.property.id, each);
  return nullptr;
}

json::array related_pages(Call& call, const Property& property, const Node& page,
                          std::size_t most) {
  json::array pages;
  const auto source = text_of(property.config, "data_source_id");
  const auto target = call.store.find(source);
  if (!target || target->trashed || !call.store.visible(source, call.user) ||
      call.store.ancestor_trashed(source))
    return pages;
  const auto hidden = hidden_from(call);
  const auto wanted = most + hidden.size();
  for (const auto& id : call.store.related(page.id, property.id, Trashed::without, wanted))
    if (pages.size() < most && !holds(hidden, id)) pages.push_back({{"id", id}});
  return pages;
}

json::value complete_relation(Call& call, json::value, const Property& property, const Node& page) {
  return related_pages(call, property, page, limits::kReferences + 1);
}

void release_relation(Call& call, const Node& source, const Property& property,
                      std::vector<Property>& schema) {
  const auto target = text_of(property.config, "data_source_id");
  const auto mirror = mirror_of(property.config);
  call.store.drop_relations(source.id, property.id);
  if (mirror.empty()) return;
  change_other(call, source, schema, target, [&](std::vector<Property>& others) {
    if (auto* other = with_id(others, mirror)) other->config = single_to(source.id);
  });
}

}  // namespace storyreel::workspace
