#include "notion/details.hpp"

#include <boost/json/object.hpp>

#include "cache/repository.hpp"
#include "notion/bindings.hpp"
#include "notion/make_base.hpp"
#include "notion/requests.hpp"

namespace storyreel::notion {
namespace {

std::string title_of(const cache::Video& video) {
  return fitted(Type::title, details_title(video));
}

}  // namespace

Task<std::optional<cache::Base>> make_details(Desk desk, cache::Video video) {
  const NewBase wanted{.binding = &details_binding(),
                       .video_id = video.id,
                       .page_id = video.page_id,
                       .title = title_of(video)};
  co_return co_await make_base(desk.client, desk.cache, desk.settings.index_lag, wanted);
}

bool may_rename(const cache::Base& base, const cache::Video& video) {
  const auto title = title_of(video);
  return base.wrote_title != title && (base.title == base.wrote_title || base.title == title);
}

Task<> rename_details(Desk desk, cache::Base base, cache::Video video) {
  const auto shown = co_await desk.client.database(base.database_id, Priority::normal);
  const auto title = title_of(video);
  base.title = shown.title;
  // An earlier attempt that nobody noted may have named it.
  if (shown.title == title) base.wrote_title = title;
  if (shown.title == base.wrote_title && shown.title != title) {
    base.title = base.wrote_title = title;
    const boost::json::object body{{"title", rich_text(base.title)}};
    co_await desk.client.update_database(base.database_id, body);
  }
  co_await desk.cache.write([base](cache::Database& database) {
    auto stored = cache::bases::find(database, base.source_id).value_or(base);
    stored.title = base.title;
    stored.wrote_title = base.wrote_title;
    cache::bases::save(database, stored);
  });
}

}  // namespace storyreel::notion
