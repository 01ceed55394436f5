#include <algorithm>

#include "notion/bindings.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

const Property* find_property(const Page& page, const cache::Base& base, const Bound& bound) {
  const auto id = base.property_ids.find(std::string(bound.name));
  for (const auto& [name, property] : page.properties) {
    const bool same =
        id == base.property_ids.end() ? name == bound.name : property.id == id->second;
    if (same) return &property;
  }
  return nullptr;
}

std::string our_name(const Bound& bound, const Option& option, const Ids& ids) {
  const auto prefix = option_key(bound.name, "");
  for (auto id = ids.lower_bound(prefix); id != ids.end() && id->first.starts_with(prefix); ++id) {
    if (id->second == option.id) return id->first.substr(prefix.size());
  }
  return option.name;
}

std::string value_of(const Property& property, const Bound& bound, const Ids& ids) {
  if (bound.type != Type::select || property.options.empty()) return property.text;
  return our_name(bound, property.options.front(), ids);
}

const SourceProperty* find_schema(const Source& source, const Bound& bound, const Ids& known) {
  const auto id = known.find(std::string(bound.name));
  for (const auto& property : source.properties) {
    if (id == known.end() ? property.name == bound.name : property.id == id->second) {
      return &property;
    }
  }
  return nullptr;
}

void add_option_ids(Ids& ids, const SourceProperty& property, const Bound& bound,
                    const Ids& known) {
  for (const auto& name : lines(bound.detail)) {
    const auto key = option_key(bound.name, name);
    const auto id = known.find(key);
    const auto& options = property.options;
    const auto same_id = [&](const Option& option) {
      return id == known.end() ? option.name == name : option.id == id->second;
    };
    const auto found = std::ranges::find_if(options, same_id);
    if (found != options.end()) ids.emplace(key, found->id);
  }
}

// Of a property whose options anybody adds, each is known by the name it was first seen with.
void learn_options(Ids& ids, const SourceProperty& property, const Bound& bound, const Ids& known) {
  const auto prefix = option_key(bound.name, "");
  for (const auto& option : property.options) {
    const auto same = std::ranges::find_if(known, [&](const auto& each) {
      return each.first.starts_with(prefix) && each.second == option.id;
    });
    ids.emplace(same == known.end() ? option_key(bound.name, option.name) : same->first, option.id);
  }
}

}  // namespace

bool takes_any_option(const Bound& bound) {
  return bound.type == Type::select && bound.detail.empty();
}

std::string file_address(const Page& page, const cache::Base& base, std::string_view property) {
  const auto* const bound = binding_of(base).find(property);
  const auto* const found = bound ? find_property(page, base, *bound) : nullptr;
  return found ? found->address : std::string();
}

std::string option_id(const Page& page, const cache::Base& base, const Bound& bound) {
  const auto* const property = find_property(page, base, bound);
  return property && !property->options.empty() ? property->options.front().id : std::string();
}

cache::Values values_of(const Page& page, const cache::Base& base) {
  cache::Values values;
  for (const auto& bound : binding_of(base).properties) {
    const auto* const property = find_property(page, base, bound);
    if (!property || property->truncated || property->type != word(bound.type)) continue;
    if (bound.owner == Owner::notion) continue;
    values.emplace(bound.name, value_of(*property, bound, base.property_ids));
  }
  return values;
}

void take_values(cache::Values& mirror, const Page& page, const cache::Base& base) {
  for (const auto& bound : binding_of(base).properties) {
    const auto* const property = find_property(page, base, bound);
    if (!property || property->type != word(bound.type)) mirror.erase(std::string(bound.name));
  }
  for (auto& [name, text] : values_of(page, base)) mirror[name] = std::move(text);
}

bool lacks_properties(const Page& page, const cache::Base& base) {
  return std::ranges::any_of(binding_of(base).properties, [&](const Bound& bound) {
    const auto* const property = find_property(page, base, bound);
    return !property || property->type != word(bound.type);
  });
}

Ids ids_of(const Source& source, const Binding& binding, const Ids& known) {
  Ids ids;
  for (const auto& bound : binding.properties) {
    const auto* const property = find_schema(source, bound, known);
    if (!property) continue;
    ids.emplace(bound.name, property->id);
    if (takes_any_option(bound))
      learn_options(ids, *property, bound, known);
    else
      add_option_ids(ids, *property, bound, known);
  }
  return ids;
}

}  // namespace storyreel::notion
