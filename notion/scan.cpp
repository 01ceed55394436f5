#include "notion/scan.hpp"

#include <algorithm>
#include <chrono>

#include "cache/repository.hpp"
#include "notion/due.hpp"
#include "notion/take.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

constexpr std::chrono::minutes kOverlap{2};

/// A reply on its way into the cache.
struct Reply {
  cache::Base base;
  std::vector<Page> pages;
  Time asked_at{};
  bool whole = false;     ///< every row is among them
  bool left_out = false;  ///< some rows were being written
};

Seen observe_pages(cache::Database& database, const Reply& reply) {
  if (reply.base.binding == details_binding().name) {
    return observe_rows(database, reply.base, reply.pages, reply.asked_at);
  }
  Seen seen;
  for (const auto& page : reply.pages) {
    seen.add(observe_video(database, reply.base, page, reply.asked_at));
  }
  return seen;
}

std::optional<Time> newest(const std::vector<Page>& pages) {
  const auto last = std::ranges::max_element(pages, {}, &Page::last_edited_time);
  if (last == pages.end()) return std::nullopt;
  return last->last_edited_time;
}

void move_watermark(cache::Database& database, const Reply& reply) {
  auto base = cache::bases::find(database, reply.base.source_id);
  if (!base) return;
  const auto last = newest(reply.pages);
  if (last) base->watermark = std::max(base->watermark.value_or(*last), *last);
  if (reply.whole) base->swept_at = reply.asked_at;
  cache::bases::save(database, *base);
}

Seen take_reply(cache::Database& database, const Reply& reply) {
  auto seen = observe_pages(database, reply);
  if (!seen.stale && !reply.left_out) move_watermark(database, reply);
  return seen;
}

void leave_held(Desk& desk, Reply& reply) {
  const auto held =
      std::erase_if(reply.pages, [&](const Page& page) { return desk.client.held(page.id); });
  reply.left_out = held > 0;
}

Task<Seen> ask_for(Desk desk, cache::Base base, std::string id) {
  const auto asked_at = now();
  auto page = co_await desk.client.find_page(id, Priority::normal);
  if (desk.client.held(id)) co_return Seen{.stale = true};
  const bool here = page && page->parent_id == base.source_id;
  if (!here) {
    co_return co_await desk.cache.write(
        [id](cache::Database& database) { return observe_gone(database, id); });
  }
  Reply reply{.base = std::move(base), .asked_at = asked_at};
  reply.pages.push_back(*std::move(page));
  co_return co_await desk.cache.write(
      [reply](cache::Database& database) { return observe_pages(database, reply); });
}

/// What is known when rows are missing.
struct Missing {
  Absence absence;
  bool confirmed = false;  ///< the user wants it so
  bool halted = false;
  bool stopped = false;  ///< the details database was gone
  bool videos = false;
};

Missing missing(cache::Database& database, const cache::Base& base,
                const std::vector<std::string>& shown, milliseconds lag) {
  Missing missing;
  missing.absence = absence(cache::pages::of_base(database, base.source_id), shown, now(), lag);
  missing.videos = base.binding == videos_binding().name;
  if (missing.videos) return missing;
  for (const auto& job : cache::jobs::of_video(database, base.video_id)) {
    missing.confirmed = missing.confirmed || job.stage == kAbsence;
    missing.halted = missing.halted || job.stage == kHalt;
    missing.stopped = missing.stopped || job.stage == kDetailsGone;
  }
  return missing;
}

Seen say(cache::Database& database, const std::string& video_id, Level level, std::string what) {
  const auto video = cache::videos::find(database, video_id);
  Seen seen{.changed = true};
  seen.events.push_back(
      {.level = level, .video = video ? video->title : "", .what = std::move(what)});
  return seen;
}

Seen halt(cache::Database& database, const std::string& video_id) {
  constexpr auto kWords =
      "More than half of the rows vanished at once, so nothing was changed here. Restore them; or, "
      "if that was meant, set Status to New.";
  if (!note_trouble(database, video_id, kHalt, kWords)) return {};
  return say(database, video_id, Level::error, kWords);
}

Seen go_on(cache::Database& database, const std::string& video_id) {
  if (!note_trouble(database, video_id, kHalt, "")) return {};
  return say(database, video_id, Level::info, "the rows are back: goes on");
}

Seen stop_without_details(cache::Database& database, const std::string& video_id) {
  constexpr auto kWords =
      "The details database is in the trash or not shared. Restore it; or clear its URL to get a "
      "new one.";
  if (!note_trouble(database, video_id, kDetailsGone, kWords)) return {};
  if (auto video = cache::videos::find(database, video_id)) {
    video->paused = true;
    cache::videos::save(database, *video);
  }
  return say(database, video_id, Level::error, kWords);
}

Seen details_back(cache::Database& database, const std::string& video_id) {
  if (!note_trouble(database, video_id, kDetailsGone, "")) return {};
  if (auto video = cache::videos::find(database, video_id)) {
    video->paused = false;
    cache::videos::save(database, *video);
  }
  return say(database, video_id, Level::info, "the details database is back: goes on");
}

Task<bool> database_stands(Client& client, std::string database_id) {
  try {
    co_return !(co_await client.database(std::move(database_id), Priority::normal)).in_trash;
  } catch (const ApiError& error) {
    if (error.status != 404) throw;
  }
  co_return false;
}

using Verb = Seen (*)(cache::Database&, const std::string&);

Task<Seen> record(Desk desk, std::string video_id, Verb verb) {
  co_return co_await desk.cache.write(
      [video_id, verb](cache::Database& database) { return verb(database, video_id); });
}

Task<Seen> ask_for_all(Desk desk, cache::Base base, std::vector<std::string> ids) {
  Seen seen;
  for (auto& id : ids) seen.add(co_await ask_for(desk, base, std::move(id)));
  co_return seen;
}

// When too many are missing, some are asked for first: if these still stand, the query was wrong.
Task<Seen> judge_many(Desk desk, cache::Base base, std::vector<std::string> probes) {
  for (auto& id : probes) {
    const auto page = co_await desk.client.find_page(std::move(id), Priority::normal);
    if (page && !page->in_trash) co_return Seen{};
  }
  co_return co_await record(desk, base.video_id, halt);
}

void forget_confirmation(cache::Database& database, const std::string& video_id) {
  cache::jobs::remove(database, video_id, kAbsence);
}

Task<Seen> look_for_missing(Desk desk, cache::Base base, std::vector<std::string> shown) {
  std::ranges::sort(shown);
  const auto lag = desk.settings.index_lag;
  auto found = co_await desk.cache.read([base, shown, lag](cache::Database& database) {
    return missing(database, base, shown, lag);
  });
  Seen seen;
  if (!found.videos && (found.stopped || !found.absence.ask.empty())) {
    if (!co_await database_stands(desk.client, base.database_id)) {
      co_return co_await record(desk, base.video_id, stop_without_details);
    }
    if (found.stopped) seen = co_await record(desk, base.video_id, details_back);
  }
  if (found.absence.halt && !found.videos && !found.confirmed) {
    seen.add(co_await judge_many(desk, base, found.absence.ask));
    co_return seen;
  }
  if (found.halted) seen.add(co_await record(desk, base.video_id, go_on));
  seen.add(co_await ask_for_all(desk, base, found.absence.ask));
  if (found.confirmed && !found.absence.halt) {
    co_await desk.cache.write(
        [id = base.video_id](cache::Database& database) { forget_confirmation(database, id); });
  }
  co_return seen;
}

Task<std::optional<Rows>> read_rows(Desk desk, cache::Base base, RowQuery query,
                                    Priority priority) {
  try {
    co_return co_await desk.client.rows(base.source_id, query, priority);
  } catch (const ApiError& error) {
    if (base.video_id.empty() || (error.status != 404 && error.status != 400)) throw;
  }
  if (co_await database_stands(desk.client, base.database_id)) {
    throw Error("the details database can't be read, although it stands");
  }
  co_return std::nullopt;
}

}  // namespace

Task<Seen> scan(Desk desk, cache::Base base, bool whole, Priority priority) {
  RowQuery query;
  if (!whole && base.watermark) query.edited_since = *base.watermark - kOverlap;
  Reply reply{.base = base, .asked_at = now(), .whole = !query.edited_since};
  auto rows = co_await read_rows(desk, base, query, priority);
  if (!rows) co_return co_await record(desk, base.video_id, stop_without_details);
  std::vector<std::string> shown;
  for (const auto& page : rows->pages) shown.push_back(page.id);
  reply.whole = reply.whole && rows->complete;
  reply.pages = std::move(rows->pages);
  leave_held(desk, reply);
  auto seen = co_await desk.cache.write(
      [reply](cache::Database& database) { return take_reply(database, reply); });
  if (reply.whole) seen.add(co_await look_for_missing(desk, base, std::move(shown)));
  co_return seen;
}

Task<Seen> check_details(Desk desk, cache::Base base) {
  const bool stands = co_await database_stands(desk.client, base.database_id);
  co_return co_await record(desk, base.video_id, stands ? details_back : stop_without_details);
}

}  // namespace storyreel::notion
