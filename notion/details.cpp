#include "notion/details.hpp"

#include <algorithm>

#include <boost/json/object.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/bindings.hpp"
#include "notion/create.hpp"
#include "notion/make_base.hpp"
#include "notion/requests.hpp"

namespace storyreel::notion {
namespace {

constexpr std::string_view kNaming = "name";

/// The names on their way to a database; what became of them nobody noted.
std::vector<cache::Intent> namings(cache::Database& database, const std::string& database_id) {
  auto found = cache::intents::all(database);
  std::erase_if(found, [&](const cache::Intent& intent) {
    return intent.kind != kNaming || intent.parent_id != database_id;
  });
  return found;
}

cache::Intent new_naming(const cache::Base& base, const std::string& title) {
  cache::Intent intent;
  intent.id = new_uuid();
  intent.kind = kNaming;
  intent.owner_id = base.video_id;
  intent.parent_id = base.database_id;
  intent.likeness = title;
  intent.created_at = now();
  return intent;
}

std::string title_of(const cache::Video& video) {
  return fitted(Type::title, details_title(video));
}

}  // namespace

Task<std::optional<cache::Base>> make_details(Desk desk, cache::Video video) {
  const NewBase wanted{.binding = &details_binding(),
                       .video_id = video.id,
                       .page_id = video.page_id,
                       .title = title_of(video)};
  co_return co_await make_base(desk.client, desk.cache, wanted);
}

bool may_rename(const cache::Base& base, const cache::Video& video) {
  const auto title = title_of(video);
  return base.wrote_title != title && (base.title == base.wrote_title || base.title == title);
}

Task<> rename_details(Desk desk, cache::Base base, cache::Video video) {
  const auto shown = co_await desk.client.database(base.database_id, Priority::normal);
  const auto read_at = now();
  const auto title = title_of(video);
  const auto begun = co_await desk.cache.read(
      [id = base.database_id](cache::Database& database) { return namings(database, id); });
  const bool sent = std::ranges::find(begun, shown.title, &cache::Intent::likeness) != begun.end();
  base.title = shown.title;
  // An earlier attempt that nobody noted may have named it.
  if (shown.title == title || sent) base.wrote_title = shown.title;
  if (shown.title == base.wrote_title && shown.title != title) {
    co_await begin_intent(desk.cache, new_naming(base, title));
    base.title = base.wrote_title = title;
    const boost::json::object body{{"title", rich_text(base.title)}};
    co_await desk.client.update_database(base.database_id, body, video.page_id, read_at);
  }
  co_await desk.cache.write([base](cache::Database& database) {
    auto stored = cache::bases::find(database, base.source_id).value_or(base);
    stored.title = base.title;
    stored.wrote_title = base.wrote_title;
    cache::bases::save(database, stored);
    for (const auto& naming : namings(database, base.database_id)) {
      cache::intents::remove(database, naming.id);
    }
  });
}

}  // namespace storyreel::notion
