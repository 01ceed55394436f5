#include "notion/patch.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>
#include <utility>

#include "cache/repository.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/observe.hpp"
#include "notion/reading.hpp"
#include "notion/requests.hpp"
#include "notion/scan.hpp"
#include "notion/show.hpp"
#include "notion/subject.hpp"
#include "notion/trouble.hpp"
#include "notion/uploads.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr std::size_t kQuote = 60;
constexpr std::array<std::string_view, 2> kProgress{"Completed Sentences", "Progress"};

/// What is to be sent to a page.
struct Plan {
  cache::Base base;
  Differences differences;
  Ids uploads;  ///< that those show
};

std::optional<Plan> plan_of(cache::Database& database, const std::string& page_id) {
  auto standing = standing_of(database, page_id);
  if (!standing) return std::nullopt;
  auto found = differences(binding_of(standing->base), standing->subject, standing->mirror.values);
  if (found.empty()) return std::nullopt;
  auto uploads = upload_ids(database, found);
  return Plan{.base = std::move(standing->base),
              .differences = std::move(found),
              .uploads = std::move(uploads)};
}

Task<std::optional<Plan>> read_plan(Desk desk, std::string page_id) {
  auto plan = co_await desk.cache.read(
      [page_id](cache::Database& database) { return plan_of(database, page_id); });
  if (plan) leave_unbrought(plan->differences, plan->uploads);
  co_return plan;
}

json::object body_of(const Plan& plan) {
  auto ids = plan.base.property_ids;
  ids.insert(plan.uploads.begin(), plan.uploads.end());
  return page_body(plan.differences, ids);
}

void record_fill(cache::Database& database, const std::string& owner_id, const Difference& sent,
                 const std::string& shown) {
  auto fill = cache::fills::find(database, owner_id, sent.bound->name);
  // The user's own word may have been written back into a property that was made again.
  if (!fill || fill->theirs) return;
  fill->wrote = shown;
  cache::fills::save(database, *fill);
}

// An option that anybody may rename is known by its id from its first use on.
void learn_option(cache::Database& database, const Page& reply, const Plan& plan,
                  const Difference& sent) {
  const auto id = option_id(reply, plan.base, *sent.bound);
  auto base = cache::bases::find(database, plan.base.source_id);
  if (!base || id.empty() || !takes_any_option(*sent.bound)) return;
  auto& known = base->property_ids[option_key(sent.bound->name, sent.text)];
  if (std::exchange(known, id) != id) cache::bases::save(database, *base);
}

// Only what was sent is taken from the reply: the rest may hold edits that pull has to see.
void record(cache::Database& database, const Page& reply, const Plan& plan) {
  auto standing = standing_of(database, reply.id);
  if (!standing) return;
  const auto shown = values_of(reply, plan.base);
  for (const auto& sent : plan.differences) {
    const auto value = shown.find(std::string(sent.bound->name));
    if (value == shown.end()) continue;
    standing->mirror.values[value->first] = value->second;
    standing->mirror.sent.erase(value->first);
    learn_option(database, reply, plan, sent);
    if (sent.bound->owner != Owner::fill) continue;
    record_fill(database, standing->subject.id(), sent, value->second);
  }
  standing->mirror.seen_at = now();
  cache::pages::save(database, standing->mirror);
  note_shown(database, binding_of(plan.base), values_of(plan.differences));
}

// Committed before the request: where its reply is lost, what it wrote is known all the same.
void note_sending(cache::Database& database, const std::string& page_id, const Plan& plan) {
  auto standing = standing_of(database, page_id);
  if (!standing) return;
  auto& mirror = standing->mirror;
  for (const auto& sent : plan.differences) {
    mirror.sent[std::string(sent.bound->name)] = sent.text;
    const auto* const fill = standing->subject.fill(sent.bound->name);
    const auto shown = text_in(mirror.values, sent.bound->name);
    if (fill && !shown.empty() && fill->wrote == shown) {
      mirror.sent[replaced(sent.bound->name)] = shown;
    }
  }
  cache::pages::save(database, mirror);
}

// What Notion surely did not take is no longer on its way.
void forget_sending(cache::Database& database, const std::string& page_id, const Plan& plan) {
  auto mirror = cache::pages::find(database, page_id);
  if (!mirror) return;
  for (const auto& sent : plan.differences) mirror->sent.erase(std::string(sent.bound->name));
  cache::pages::save(database, *mirror);
}

bool surely_not_done(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const StaleError&) {
    return true;
  } catch (const ApiError&) {
    return true;
  } catch (const TransportError& error) {
    return !error.sent;
  } catch (...) {
    return false;
  }
}

void verify(const Page& reply, const Plan& plan) {
  const auto shown = values_of(reply, plan.base);
  for (const auto& sent : plan.differences) {
    const auto value = shown.find(std::string(sent.bound->name));
    if (value != shown.end() && same_value(sent.bound->type, sent.text, value->second)) continue;
    throw Error("Notion did not take the value \"" + one_line(sent.text, kQuote) +
                "\" of the property \"" + std::string(sent.bound->name) + "\"");
  }
}

/// What a page's id answered, on its way into the cache.
struct Observe {
  std::string page_id;
  std::optional<Page> page;  ///< nullopt: gone, or not shared any more
  bool foreign = false;

  Seen operator()(cache::Database& database) const {
    if (!page) return observe_gone(database, page_id);
    const auto mirror = cache::pages::find(database, page_id);
    if (!mirror || !cache::bases::find(database, mirror->source_id)) return {};
    // It may have been moved since it was seen last.
    const auto base = cache::bases::find(database, page->parent_id);
    if (!base) return observe_gone(database, page_id);
    // Read under a hold: nothing newer can be known.
    Reading reading{.asked_at = Time::max()};
    if (foreign) reading.foreign.insert(page_id);
    if (base->binding == videos_binding().name) {
      return observe_video(database, *base, *page, reading);
    }
    return observe_rows(database, *base, {*page}, reading);
  }
};

/// Where a page stands, as far as is known.
struct Whereabouts {
  std::optional<cache::Base> base;
  bool is_row = false;            ///< of a details database
  bool without_database = false;  ///< which is gone
};

Whereabouts whereabouts(cache::Database& database, const std::string& page_id) {
  const auto mirror = cache::pages::find(database, page_id);
  Whereabouts where;
  if (mirror) where.base = cache::bases::find(database, mirror->source_id);
  where.is_row = where.base && !where.base->video_id.empty();
  where.without_database = where.is_row && details_gone(database, where.base->video_id);
  return where;
}

bool is_gone(const std::optional<Page>& page) {
  return !page || page->in_trash;
}

bool is_to_go(cache::Database& database, const std::string& page_id) {
  const auto item = cache::items::find_by_page(database, page_id);
  return item && item->state == cache::ItemState::dropped;
}

bool was_asked(const Differences& before, const Difference& now) {
  if (!takes_asks(now)) return false;
  const auto known = std::ranges::find(before, now.bound, &Difference::bound);
  if (known != before.end() && known->shown == now.shown) return false;
  const auto asks = lines(now.bound->asks);
  return now.shown == now.bound->asks || std::ranges::find(asks, now.shown) != asks.end();
}

}  // namespace

bool differs(cache::Database& database, const std::string& page_id) {
  return plan_of(database, page_id).has_value();
}

std::vector<std::string> files_wanted(cache::Database& database, const std::string& page_id) {
  const auto plan = plan_of(database, page_id);
  return plan ? files_of(plan->differences) : std::vector<std::string>();
}

std::vector<std::string> files_lacking(cache::Database& database, const std::string& page_id) {
  const auto plan = plan_of(database, page_id);
  return plan ? files_to_bring(database, plan->differences) : std::vector<std::string>();
}

bool lacks_progress_only(cache::Database& database, const std::string& page_id) {
  const auto plan = plan_of(database, page_id);
  return plan && std::ranges::all_of(plan->differences, [](const Difference& difference) {
           return std::ranges::find(kProgress, difference.bound->name) != kProgress.end();
         });
}

Task<Reread> reread(Desk desk, std::string page_id) {
  auto page = co_await desk.client.find_page(page_id, Priority::interactive);
  auto at = now();
  const auto where = co_await desk.cache.read(
      [page_id](cache::Database& database) { return whereabouts(database, page_id); });
  Seen seen;
  if (where.is_row && is_gone(page)) {
    bool alone = false;
    // The database may have been put back since, and with it what somebody typed into the row.
    if (!where.without_database) {
      alone = co_await went_alone(desk, *where.base, seen);
      page = co_await desk.client.find_page(page_id, Priority::interactive);
      at = now();
    }
    if (!alone && is_gone(page)) throw StaleError("a row is gone with its details database");
  }
  const bool gone = is_gone(page);
  const bool foreign = page && desk.client.is_foreign(*page);
  if (where.base && page) seen.add(co_await read_given_up(desk, *where.base, {*page}));
  seen.add(co_await desk.cache.write(Observe{page_id, std::move(page), foreign}));
  co_return Reread{.changed = told(desk, std::move(seen)).changed, .gone = gone, .at = at};
}

Task<bool> patch_page(Desk desk, std::string page_id) {
  const Client::Hold hold(desk.client, page_id);
  bool edited = false;
  std::optional<Time> read_at;
  auto plan = co_await read_plan(desk, page_id);
  if (plan && needs_reading(plan->differences)) {
    const auto before = std::exchange(plan, std::nullopt)->differences;
    const auto read = co_await reread(desk, page_id);
    edited = read.changed;
    read_at = read.at;
    plan = co_await read_plan(desk, page_id);
    // What a user asked for is answered by the pipeline first; any other value is repaired now, as
    // the pipeline may have nothing to do.
    if (plan && edited) {
      std::erase_if(plan->differences,
                    [&](const Difference& now) { return was_asked(before, now); });
    }
  }
  if (!plan || plan->differences.empty()) co_return edited;
  const auto body = body_of(*plan);
  co_await desk.cache.write(
      [page_id, plan](cache::Database& database) { note_sending(database, page_id, *plan); });
  Page reply;
  std::exception_ptr failure;
  try {
    reply = co_await desk.client.update_page(page_id, body, plan->base.source_id, read_at);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure && surely_not_done(failure)) {
    co_await desk.cache.write(
        [page_id, plan](cache::Database& database) { forget_sending(database, page_id, *plan); });
  }
  if (failure) std::rethrow_exception(failure);
  co_await desk.cache.write(
      [reply, plan](cache::Database& database) { record(database, reply, *plan); });
  verify(reply, *plan);
  co_return true;
}

Task<> trash_page(Desk desk, std::string page_id) {
  const Client::Hold hold(desk.client, page_id);
  const auto still = [&desk, page_id] {
    return desk.cache.read(
        [page_id](cache::Database& database) { return is_to_go(database, page_id); });
  };
  const auto read = co_await reread(desk, page_id);
  if (!co_await still()) co_return;
  std::exception_ptr refused;
  try {
    if (!read.gone) co_await desk.client.update_page(page_id, {{"in_trash", true}}, {}, read.at);
  } catch (const ApiError& error) {
    if (error.status != 400 && error.status != 404) throw;
    refused = std::current_exception();
  }
  // An earlier attempt that nobody noted may have trashed it: Notion refuses the second.
  if (refused) {
    const auto again = co_await reread(desk, page_id);
    if (!co_await still()) co_return;
    if (!again.gone) std::rethrow_exception(refused);
  }
  co_await desk.cache.write(
      [page_id](cache::Database& database) { observe_gone(database, page_id); });
}

}  // namespace storyreel::notion
