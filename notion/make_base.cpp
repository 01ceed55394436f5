#include "notion/make_base.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/create.hpp"
#include "notion/requests.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

json::object body_of(const NewBase& wanted) {
  json::object schema;
  for (const auto& bound : wanted.binding->properties) {
    if (is_property(bound.type)) schema[bound.name] = property_schema(bound.type, bound.detail);
  }
  return {{"parent", {{"type", "page_id"}, {"page_id", wanted.page_id}}},
          {"title", rich_text(wanted.title)},
          {"is_inline", true},
          {"initial_data_source", {{"properties", std::move(schema)}}}};
}

/// The intent of an earlier attempt, and who we are.
struct Known {
  std::optional<cache::Intent> intent;
  std::string bot;
};

Known known(cache::Database& database, const NewBase& wanted) {
  Known known;
  for (const auto& intent : cache::intents::all(database)) {
    const bool same = intent.kind == wanted.binding->name && intent.owner_id == wanted.video_id;
    if (same && !known.intent) known.intent = intent;
  }
  known.bot = cache::facts::find(database, "bot_id").value_or("");
  return known;
}

/// Of databases that are ours and alike, the one that may come of an unclear create: none that is
/// in use, none that its user gave up. Blank: there is none.
std::string first_unknown(cache::Database& database, const std::vector<std::string>& ids) {
  const auto bases = cache::bases::all(database);
  const auto unknown = std::ranges::find_if(ids, [&](const std::string& id) {
    const bool used = std::ranges::find(bases, id, &cache::Base::database_id) != bases.end();
    return !used && !cache::facts::find(database, given_up_fact(id));
  });
  return unknown == ids.end() ? std::string() : *unknown;
}

cache::Intent new_intent(const NewBase& wanted) {
  cache::Intent intent;
  intent.id = new_uuid();
  intent.kind = wanted.binding->name;
  intent.owner_id = wanted.video_id;
  intent.parent_id = wanted.page_id;
  intent.likeness = json::serialize(json::object{{"title", wanted.title}});
  return intent;
}

std::string likeness_title(const cache::Intent& intent) {
  boost::system::error_code failure;
  const auto likeness = json::parse(intent.likeness, failure);
  const auto* const title = failure ? nullptr : likeness.as_object().if_contains("title");
  return title && title->is_string() ? std::string(title->as_string()) : std::string();
}

}  // namespace

std::string given_up_fact(const std::string& database_id) {
  return "given up/" + database_id;
}

Task<std::vector<std::string>> databases_below(Client& client, std::string page_id,
                                               std::string title, std::string made_by) {
  std::vector<std::string> found;
  for (const auto& block : co_await client.children(page_id, Priority::interactive)) {
    const bool alike = block.type == "child_database" && !block.in_trash && block.text == title;
    if (alike && (made_by.empty() || block.created_by == made_by)) found.push_back(block.id);
  }
  co_return found;
}

Task<cache::Base> adopt_base(Client& client, cache::Cache& cache, NewBase wanted,
                             Database database) {
  if (database.sources.empty()) {
    throw Error("the database \"" + database.title + "\" has no data source");
  }
  const auto source = co_await client.source(database.sources.front().id);
  cache::Base base;
  base.source_id = source.id;
  base.database_id = database.id;
  base.binding = wanted.binding->name;
  base.video_id = wanted.video_id;
  base.title = database.title;
  base.wrote_title = database.title;
  base.url = database.url;
  base.property_ids = ids_of(source, *wanted.binding, {});
  struct Record {
    NewBase wanted;
    cache::Base base;
    void operator()(cache::Database& to) const {
      cache::bases::save(to, base);
      for (const auto& intent : cache::intents::all(to)) {
        const bool same = intent.kind == base.binding && intent.owner_id == base.video_id;
        if (same) cache::intents::remove(to, intent.id);
      }
    }
  };
  co_await cache.write(Record{wanted, base});
  co_return base;
}

Task<std::optional<cache::Base>> make_base(Client& client, cache::Cache& cache, NewBase wanted) {
  auto begun =
      co_await cache.read([wanted](cache::Database& database) { return known(database, wanted); });
  if (begun.intent) {
    const auto looked_at = now();
    const auto below =
        co_await databases_below(client, wanted.page_id, likeness_title(*begun.intent), begun.bot);
    const auto found = co_await cache.read(
        [below](cache::Database& database) { return first_unknown(database, below); });
    if (!found.empty()) {
      auto database = co_await client.database(found, Priority::interactive);
      co_return co_await adopt_base(client, cache, wanted, std::move(database));
    }
    if (!surely_not_made(*begun.intent, client, looked_at)) co_return std::nullopt;
  }
  const auto body = body_of(wanted);
  auto made = co_await create<Database>(
      client, cache, begun.intent.value_or(new_intent(wanted)),
      [&client, body] { return client.create_database(body); },
      [&client](std::string id) { return client.database(std::move(id), Priority::normal); });
  if (!made) co_return std::nullopt;
  co_return co_await adopt_base(client, cache, wanted, *std::move(made));
}

}  // namespace storyreel::notion
