#include "notion/schema.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "cache/repository.hpp"
#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr std::chrono::minutes kLookAgain{1};

const SourceProperty* with_id(const Source& source, const std::string& id) {
  const auto found = std::ranges::find(source.properties, id, &SourceProperty::id);
  return found == source.properties.end() ? nullptr : &*found;
}

/// A known id that is gone says no more than none.
Ids pruned(const Source& source, const Binding& binding, const Ids& known) {
  Ids kept;
  for (const auto& bound : binding.properties) {
    const auto id = known.find(std::string(bound.name));
    const auto* const property = id == known.end() ? nullptr : with_id(source, id->second);
    if (!property) continue;
    kept.insert(*id);
    if (takes_any_option(bound)) {
      const auto prefix = option_key(bound.name, "");
      std::ranges::copy_if(known, std::inserter(kept, kept.end()),
                           [&](const auto& each) { return each.first.starts_with(prefix); });
    }
    for (const auto& name : lines(bound.detail)) {
      const auto option = known.find(option_key(bound.name, name));
      if (option == known.end()) continue;
      const auto& options = property->options;
      if (std::ranges::find(options, option->second, &Option::id) != options.end())
        kept.insert(*option);
    }
  }
  return kept;
}

std::string retyped(const SourceProperty& has, const Bound& bound) {
  return "The property \"" + has.name + "\" is of the type " + has.type + ", but must be " +
         std::string(word(bound.type)) + ": change its type back in Notion" +
         (bound.owner == Owner::user ? "." : ", or delete it, and it is made again.");
}

std::string gone(const Bound& bound) {
  return "The property \"" + std::string(bound.name) +
         "\" is gone: bring it back in Notion, or make one of that name and of the type " +
         std::string(word(bound.type)) + ".";
}

bool lacks_options(const Bound& bound, const Ids& ids) {
  return bound.type == Type::select &&
         std::ranges::any_of(lines(bound.detail), [&](const std::string& name) {
           return !ids.contains(option_key(bound.name, name));
         });
}

// A database has exactly one title property; whatever it is called, it is ours.
const SourceProperty* title_of(const Source& source) {
  const auto title = std::ranges::find(source.properties, word(Type::title), &SourceProperty::type);
  return title == source.properties.end() ? nullptr : &*title;
}

void plan_missing(SchemaPlan& plan, const Source& source, const Bound& bound, const Ids& known) {
  const bool before = known.contains(std::string(bound.name));
  const auto* const title = bound.type == Type::title ? title_of(source) : nullptr;
  if (title) {
    plan.changes[title->id] = json::object{{"name", bound.name}};
  } else if (before && bound.owner == Owner::user) {
    plan.wrong.push_back(gone(bound));
  } else {
    plan.changes[bound.name] = property_schema(bound.type, bound.detail);
    if (before) plan.made.emplace_back(bound.name);
  }
}

// What is wrong with Videos is told where people work: on each video that is not done.
bool tell_videos(cache::Database& database, const std::string& error) {
  bool news = false;
  for (const auto& video : cache::videos::all(database)) {
    const bool done = video.trashed || video.status == cache::VideoStatus::complete;
    const bool told = note_trouble(database, video.id, kVideosSchema, done ? "" : error);
    news = news || told;
  }
  return news;
}

/// What was found out about a base's schema, on its way into the cache.
struct Found {
  cache::Base base;
  Ids ids;
  std::string error;
  bool changed = false;

  bool tell(cache::Database& database) const {
    if (base.video_id.empty()) return tell_videos(database, error);
    return note_trouble(database, base.video_id, kSchema, error);
  }

  /// True when the error is news.
  bool operator()(cache::Database& database) const {
    auto stored = cache::bases::find(database, base.source_id);
    if (!stored) return false;
    const bool news = stored->schema_error != error;
    stored->property_ids = ids;
    stored->schema_error = error;
    stored->schema_at = now();
    if (changed) stored->watermark.reset();
    cache::bases::save(database, *stored);
    return tell(database) || news;
  }
};

std::string joined(const std::vector<std::string>& texts, const char* between) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : between) + text;
  return all;
}

}  // namespace

SchemaPlan plan_schema(const Source& source, const Binding& binding, const Ids& known) {
  const auto ids = standing_ids(source, binding, known);
  SchemaPlan plan;
  for (const auto& bound : binding.properties) {
    if (!is_property(bound.type)) continue;
    const auto id = ids.find(std::string(bound.name));
    if (id == ids.end()) {
      plan_missing(plan, source, bound, known);
      continue;
    }
    const auto* const has = with_id(source, id->second);
    if (has->type != word(bound.type)) {
      plan.wrong.push_back(retyped(*has, bound));
    } else if (lacks_options(bound, ids)) {
      plan.changes[has->id] = options_schema(*has, bound.detail);
    }
  }
  return plan;
}

Ids standing_ids(const Source& source, const Binding& binding, const Ids& known) {
  return ids_of(source, binding, pruned(source, binding, known));
}

bool schema_due(const cache::Base& base, bool lacking, Time now) {
  if (lacking == base.schema_error.empty()) return true;
  return lacking && base.schema_at.value_or(Time{}) + kLookAgain <= now;
}

Task<Seen> mend_schema(Desk desk, cache::Base base) {
  const auto& binding = binding_of(base);
  auto source = co_await desk.client.source(base.source_id);
  const auto read_at = now();
  auto plan = plan_schema(source, binding, base.property_ids);
  if (!plan.changes.empty()) {
    const json::object body{{"properties", plan.changes}};
    try {
      source = co_await desk.client.update_source(base.source_id, body, read_at);
    } catch (const ApiError& error) {
      if (error.status == 401 || error.status == 409 || error.status >= 429) throw;
      plan.wrong.push_back(std::string("Properties that are gone can't be made again: ") +
                           error.what());
      plan.made.clear();
      plan.changes.clear();
    }
  }
  const Found found{.base = base,
                    .ids = standing_ids(source, binding, base.property_ids),
                    .error = joined(plan.wrong, " "),
                    .changed = !plan.changes.empty()};
  Seen seen{.events = {}, .changed = found.changed};
  if (!co_await desk.cache.write(found) && plan.made.empty()) co_return seen;
  seen.changed = true;
  const auto where = " (\"" + base.title + "\")";
  if (!plan.made.empty()) {
    seen.events.push_back(
        {.what = "properties were gone and are made again: " + joined(plan.made, ", ") + where});
  }
  if (!found.error.empty()) {
    seen.events.push_back({.level = Level::error, .what = found.error + where});
  }
  co_return seen;
}

}  // namespace storyreel::notion
