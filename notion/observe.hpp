#pragma once

#include <set>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/log.hpp"
#include "notion/bindings.hpp"

/// What pages show, taken into the mirror and the record. For pull, and for push before it writes.
/// Each runs inside one transaction of the cache.
namespace storyreel::notion {

/// How pages were read.
struct Reading {
  Time asked_at{};
  /// Zero: by id, so that they show what is. Else from a list, which may show a page as it was so
  /// long ago.
  milliseconds lag{0};
  std::set<std::string> direct = {};   ///< pages that were read by id all the same
  std::set<std::string> foreign = {};  ///< pages that somebody else wrote as us
};

/// What was seen in some pages.
struct Seen {
  std::vector<Event> events;
  bool changed = false;  ///< the record
  bool stale = false;    ///< some may have changed since: look again later

  void add(Seen other);
};

/// Those of `pages` that differ from the mirror, but may be shown as they were: ask for them by id.
std::vector<std::string> doubtful(cache::Database& database, const cache::Base& base,
                                  const std::vector<Page>& pages, const Reading& reading);

/// A row of Videos. It becomes a video once it has a title, URL or body.
Seen observe_video(cache::Database& database, const cache::Base& base, const Page& page,
                   const Reading& reading);

/// The approved video owes its rows the body from now on (cache/records.hpp).
void note_body_owed(cache::Database& database, const std::string& video_id);

/// Whether the video was approved, and the body as it was then may not be in the rows.
bool owes_body(cache::Database& database, const std::string& video_id);

/// The body of a page in Videos, with the ids of its blocks of text, as it was asked for then.
Seen observe_body(cache::Database& database, const std::string& page_id, const std::string& body,
                  const std::string& blocks, Time asked_at);

/// Rows of a details database, all of one reply together: their order is one decision.
Seen observe_rows(cache::Database& database, const cache::Base& base, std::vector<Page> pages,
                  const Reading& reading);

/// The page is gone, or not shared any more.
/// `source_id`: the base that it is gone from, unless blank; one that stands in another base is not
/// gone.
Seen observe_gone(cache::Database& database, const std::string& page_id,
                  const std::string& source_id = {});

/// A page that was taken into the mirror.
struct Noted {
  std::optional<cache::Page> before;  ///< nullopt: first seen
  bool differs = false;
};
/// nullopt: left alone (and `seen` is stale), as it was written since it was asked for, or may be
/// shown as it was.
std::optional<Noted> note_page(cache::Database& database, const cache::Base& base, const Page& page,
                               const Reading& reading, Seen& seen);

}  // namespace storyreel::notion
