#pragma once

#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/log.hpp"
#include "notion/bindings.hpp"

/// What pages show, taken into the mirror and the record. For pull, and for push before it writes.
/// Each runs inside one transaction of the cache.
namespace storyreel::notion {

/// What was seen in some pages.
struct Seen {
  std::vector<Event> events;
  bool changed = false;  ///< the record
  bool stale = false;    ///< some were written since `asked_at`: look again later

  void add(Seen other);
};

/// A row of Videos. It becomes a video once it has a title, URL or body.
Seen observe_video(cache::Database& database, const cache::Base& base, const Page& page,
                   Time asked_at);

/// The body of a page in Videos.
Seen observe_body(cache::Database& database, const std::string& page_id, const std::string& body);

/// Rows of a details database, all of one reply together: their order is one decision.
Seen observe_rows(cache::Database& database, const cache::Base& base, std::vector<Page> pages,
                  Time asked_at);

/// The page is gone, or not shared any more.
Seen observe_gone(cache::Database& database, const std::string& page_id);

/// Takes `page` into the mirror; nullopt when it was written since `asked_at`.
struct Noted {
  std::optional<cache::Page> before;  ///< nullopt: first seen
  bool differs = false;
};
std::optional<Noted> note_page(cache::Database& database, const cache::Base& base, const Page& page,
                               Time asked_at);

}  // namespace storyreel::notion
