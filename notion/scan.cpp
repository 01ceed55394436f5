#include "notion/scan.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

#include <boost/asio/this_coro.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/group.hpp"
#include "notion/due.hpp"
#include "notion/gone.hpp"
#include "notion/reading.hpp"
#include "notion/schema.hpp"
#include "notion/take.hpp"
#include "notion/trouble.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

constexpr std::chrono::minutes kOverlap{2};

constexpr std::size_t kAtOnce = 3;

/// A reply on its way into the cache.
struct Reply {
  cache::Base base;
  std::vector<Page> pages;
  Reading reading;
  std::optional<Time> server_asked;  ///< Notion's clock at `asked_at`
  bool whole = false;                ///< every row is among them
  bool left_out = false;             ///< some rows were being written
};

Seen observe_pages(cache::Database& database, const Reply& reply) {
  if (reply.base.binding == details_binding().name) {
    return observe_rows(database, reply.base, reply.pages, reply.reading);
  }
  Seen seen;
  for (const auto& page : reply.pages) {
    seen.add(observe_video(database, reply.base, page, reply.reading));
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
  auto last = newest(reply.pages);
  // What was edited since the list was asked for is not all in it.
  if (last && reply.server_asked) last = std::min(*last, *reply.server_asked);
  if (last) base->watermark = std::max(base->watermark.value_or(*last), *last);
  if (reply.whole) base->swept_at = reply.reading.asked_at;
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

void note_foreign(Desk& desk, Reply& reply) {
  for (const auto& page : reply.pages) {
    if (desk.client.is_foreign(page)) reply.reading.foreign.insert(page.id);
  }
}

/// Pages by their ids, several at once, but for rows of which nothing can be said, as their
/// database is gone.
class Asking {
 public:
  Asking(Desk desk, cache::Base base) : desk_(std::move(desk)), base_(std::move(base)) {}

  Task<> run(std::vector<std::string> ids) {
    co_await ask_each(std::move(ids));
    const bool lacking = !unread_.empty() || std::ranges::any_of(pages, &Page::in_trash);
    if (lacking && !base_.video_id.empty()) {
      auto again = take_lacking();
      const bool alone = co_await went_alone(desk_, base_, seen);
      co_await ask_each(std::move(again));
      left_out = left_out || (!alone && !take_lacking().empty());
    }
    std::ranges::move(unread_, std::back_inserter(gone));
  }

  std::vector<Page> pages;
  std::vector<std::string> gone;
  bool left_out = false;  ///< some, as they were being written too
  Seen seen;              ///< of their database

 private:
  std::vector<std::string> take_lacking() {
    auto ids = std::exchange(unread_, {});
    for (const auto& page : pages) {
      if (page.in_trash) ids.push_back(page.id);
    }
    std::erase_if(pages, [](const Page& page) { return page.in_trash; });
    return ids;
  }

  Task<> ask_each(std::vector<std::string> ids) {
    Group group(co_await boost::asio::this_coro::executor);
    co_await group.run(ask_all(group, std::move(ids)));
  }

  Task<> ask_all(Group& group, std::vector<std::string> ids) {
    for (auto& id : ids) {
      co_await group.until_below(kAtOnce);
      group.spawn(ask(std::move(id)));
    }
  }

  Task<> ask(std::string id) {
    auto page = co_await desk_.client.find_page(id, Priority::normal);
    if (desk_.client.held(id)) {
      left_out = true;
    } else if (!page) {
      unread_.push_back(std::move(id));
    } else if (page->parent_id == base_.source_id) {
      pages.push_back(*std::move(page));
    } else {
      gone.push_back(std::move(id));
    }
  }

  Desk desk_;
  cache::Base base_;
  std::vector<std::string> unread_;  ///< not there, or not shared
};

Task<Seen> ask_for(Desk desk, cache::Base base, std::vector<std::string> ids) {
  Reply reply{.base = std::move(base), .pages = {}, .reading = {.asked_at = now()}};
  Asking asking(desk, reply.base);
  co_await asking.run(std::move(ids));
  reply.pages = std::move(asking.pages);
  note_foreign(desk, reply);
  auto seen = std::move(asking.seen);
  seen.add(co_await desk.cache.write([reply, gone = asking.gone](cache::Database& database) {
    auto found = observe_pages(database, reply);
    for (const auto& id : gone) found.add(observe_gone(database, id, reply.base.source_id));
    return found;
  }));
  seen.stale = seen.stale || asking.left_out;
  co_return seen;
}

/// A reply in which every page shows what is; and pages that are gone.
struct Sure {
  Reply reply;
  std::vector<std::string> gone;
  Seen seen;  ///< on the way
};

/// A reply, and those of its pages that may be shown as they were.
struct Doubt {
  Reply reply;
  std::vector<std::string> ids;

  // Replies are large: this one goes through the cache's thread and back.
  Doubt operator()(cache::Database& database) {
    const auto& reading = reply.reading;
    const bool news =
        !reading.foreign.empty() ||
        cache::pages::seen_since(database, reply.base.source_id, reading.asked_at - reading.lag);
    if (news) ids = doubtful(database, reply.base, reply.pages, reading);
    return std::move(*this);
  }
};

/// Puts what pages show by their ids in place of what a list shows of them where that may be old,
/// so that all is one decision.
Task<Sure> make_sure(Desk desk, Reply asked) {
  auto [reply, ids] = co_await desk.cache.read(Doubt{.reply = std::move(asked), .ids = {}});
  if (ids.empty()) co_return Sure{.reply = std::move(reply), .gone = {}, .seen = {}};
  std::erase_if(reply.pages,
                [&](const Page& page) { return std::ranges::find(ids, page.id) != ids.end(); });
  Asking asking(desk, reply.base);
  co_await asking.run(std::move(ids));
  reply.left_out = reply.left_out || asking.left_out;
  for (auto& page : asking.pages) {
    reply.reading.direct.insert(page.id);
    reply.pages.push_back(std::move(page));
  }
  reply.reading.foreign.clear();
  note_foreign(desk, reply);
  co_return Sure{
      .reply = std::move(reply), .gone = std::move(asking.gone), .seen = std::move(asking.seen)};
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

// When too many are missing, some are asked for first: if these still stand, the query was wrong.
Task<bool> some_stand(Desk desk, std::vector<std::string> missing) {
  missing.resize(std::min(missing.size(), kProbes));
  for (auto& id : missing) {
    const auto page = co_await desk.client.find_page(std::move(id), Priority::normal);
    if (page && !page->in_trash) co_return true;
  }
  co_return false;
}

void forget_confirmation(cache::Database& database, const std::string& video_id) {
  cache::jobs::remove(database, video_id, kAbsence);
  cache::videos::touch(database, video_id);
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
      co_return co_await look_after_details(desk, base.video_id);
    }
    if (found.stopped) seen = co_await record(desk, base.video_id, details_back);
  }
  if (found.absence.halt && !found.confirmed) {
    if (co_await some_stand(desk, found.absence.ask)) co_return seen;
    // Videos stop one by one: each can be restored, and none of its rows is touched.
    if (!found.videos) seen.add(co_await record(desk, base.video_id, halt));
    if (!found.videos) co_return seen;
  }
  if (found.halted) seen.add(co_await record(desk, base.video_id, go_on));
  if (!found.absence.ask.empty()) seen.add(co_await ask_for(desk, base, found.absence.ask));
  if (found.confirmed && !found.absence.more && !seen.stale) {
    co_await desk.cache.write(
        [id = base.video_id](cache::Database& database) { forget_confirmation(database, id); });
    seen.changed = true;
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

std::vector<cache::Base> given_up(cache::Database& database, const cache::Base& base,
                                  const std::vector<Page>& pages) {
  constexpr std::string_view kUrl = "Script Details Database URL";
  std::vector<cache::Base> found;
  for (const auto& page : pages) {
    const auto shown = values_of(page, base);
    if (!shown.contains(std::string(kUrl)) || !text_in(shown, kUrl).empty()) continue;
    const auto mirror = cache::pages::find(database, page.id);
    if (!mirror || text_in(mirror->values, kUrl).empty()) continue;
    const auto video = cache::videos::find_by_page(database, page.id);
    auto details = video ? cache::bases::of_video(database, video->id) : std::nullopt;
    if (details) found.push_back(*std::move(details));
  }
  return found;
}

}  // namespace

Task<Seen> read_given_up(Desk desk, cache::Base base, std::vector<Page> pages) {
  Seen seen;
  if (base.binding != videos_binding().name) co_return seen;
  const auto all =
      co_await desk.cache.read([base, pages = std::move(pages)](cache::Database& database) {
        return given_up(database, base, pages);
      });
  for (const auto& details : all) {
    std::exception_ptr failure;
    try {
      seen.add(co_await scan(desk, details, true, Priority::normal));
    } catch (...) {
      failure = std::current_exception();
    }
    // What can't be read there now never will be.
    if (failure && concerns_all(failure)) std::rethrow_exception(failure);
  }
  co_return seen;
}

Task<Seen> scan(Desk desk, cache::Base base, bool whole, Priority priority) {
  RowQuery query{.patient = base.video_id.empty()};
  if (!whole && base.watermark) query.edited_since = *base.watermark - kOverlap;
  Reply reply{.base = base,
              .pages = {},
              .reading = {.asked_at = now(), .lag = desk.settings.index_lag},
              .server_asked = desk.client.server_time(now()),
              .whole = !query.edited_since};
  auto rows = co_await read_rows(desk, base, query, priority);
  if (!rows) co_return co_await look_after_details(desk, base.video_id);
  std::vector<std::string> shown;
  bool lacking = false;
  for (const auto& page : rows->pages) {
    shown.push_back(page.id);
    lacking = lacking || lacks_properties(page, base);
  }
  reply.whole = reply.whole && rows->complete;
  reply.pages = std::move(rows->pages);
  leave_held(desk, reply);
  note_foreign(desk, reply);
  auto sure = co_await make_sure(desk, std::move(reply));
  const bool whole_reply = sure.reply.whole;
  auto seen = std::move(sure.seen);
  seen.add(co_await read_given_up(desk, base, sure.reply.pages));
  seen.add(co_await desk.cache.write([sure = std::move(sure)](cache::Database& database) {
    auto found = take_reply(database, sure.reply);
    for (const auto& id : sure.gone) {
      found.add(observe_gone(database, id, sure.reply.base.source_id));
    }
    return found;
  }));
  const bool shown_none = shown.empty();
  if (whole_reply) seen.add(co_await look_for_missing(desk, base, std::move(shown)));
  const bool telling = lacking || (whole_reply && !shown_none);
  if (telling && schema_due(base, lacking, now())) seen.add(co_await mend_schema(desk, base));
  co_return seen;
}

}  // namespace storyreel::notion
