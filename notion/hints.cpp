#include "notion/hints.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

#include "cache/repository.hpp"
#include "notion/bindings.hpp"

namespace storyreel::notion {
namespace {

// Time stamps are floored to the minute, and the search lags.
constexpr std::chrono::minutes kOverlap{2};
constexpr int kMostPages = 4;

bool is_news(cache::Database& database, const Page& page) {
  const auto base = cache::bases::find(database, page.parent_id);
  if (!base || base->video_id.empty()) return false;
  const auto mirror = cache::pages::find(database, page.id);
  if (!mirror) return true;
  auto shown = mirror->values;
  take_values(shown, page, *base);
  return shown != mirror->values || mirror->last_edited_time < page.last_edited_time ||
         mirror->in_trash != page.in_trash;
}

/// Sources of those pages that are news.
struct Sources {
  std::vector<Page> pages;

  std::set<std::string> operator()(cache::Database& database) const {
    std::set<std::string> found;
    for (const auto& page : pages) {
      const bool known = found.contains(page.parent_id);
      if (!known && is_news(database, page)) found.insert(page.parent_id);
    }
    return found;
  }
};

}  // namespace

Task<Hints> look_for_hints(Desk desk, std::optional<Time> from) {
  Sources sources;
  auto newest = from;
  std::string cursor;
  for (int pages = 0; pages < kMostPages; ++pages) {
    auto list = co_await desk.client.last_edited(cursor);
    bool old = list.results.empty() || !list.has_more;
    for (auto& page : list.results) {
      newest = std::max(newest.value_or(page.last_edited_time), page.last_edited_time);
      old = old || (from && page.last_edited_time + kOverlap < *from);
      sources.pages.push_back(std::move(page));
    }
    if (old) break;
    cursor = list.next_cursor;
  }
  co_return Hints{.sources = co_await desk.cache.read(std::move(sources)), .newest = newest};
}

}  // namespace storyreel::notion
