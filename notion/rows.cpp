#include "notion/rows.hpp"

#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/create.hpp"
#include "notion/show.hpp"
#include "notion/subject.hpp"
#include "notion/uploads.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

constexpr std::string_view kRow = "row";
constexpr std::array kTelling{"Script Text", "Sentence Number", "Image Prompt"};
constexpr std::ptrdiff_t kAlike = 2;

cache::Values likeness_of(const cache::Intent& intent) {
  return json::value_to<cache::Values>(json::parse(intent.likeness));
}

/// A row as it was sent, with the page that came of it.
struct Made {
  cache::Base base;
  cache::Intent intent;
  Page page;
  bool adopted = false;
};

// An adopted row may have been edited since: then the mirror keeps what was sent, so that pull sees
// the edits.
cache::Page mirror_of(const Made& made, const cache::Values& sent) {
  cache::Page mirror;
  mirror.page_id = made.page.id;
  mirror.source_id = made.base.source_id;
  mirror.created_time = made.page.created_time;
  mirror.created_by = made.page.created_by;
  mirror.last_edited_time = made.page.last_edited_time;
  mirror.last_edited_by = made.page.last_edited_by;
  mirror.values = values_of(made.page, made.base);
  if (made.adopted) {
    for (const auto& [name, text] : sent) mirror.values[name] = text;
  }
  mirror.seen_at = now();
  return mirror;
}

// Its sentence left the body while the row was being made: push trashes it.
cache::Item orphan(const Made& made) {
  cache::Item item;
  item.id = made.intent.owner_id;
  item.video_id = made.base.video_id;
  item.state = cache::ItemState::dropped;
  item.created_at = now();
  return item;
}

// A database that its user gave up meanwhile keeps a row that is nobody's.
void record(cache::Database& database, const Made& made) {
  if (!cache::bases::find(database, made.base.source_id)) {
    return cache::intents::remove(database, made.intent.id);
  }
  const auto sent = likeness_of(made.intent);
  auto item = cache::items::find(database, made.intent.owner_id).value_or(orphan(made));
  item.page_id = made.page.id;
  cache::items::save(database, item);
  const auto mirror = mirror_of(made, sent);
  cache::pages::save(database, mirror);
  for (auto& fill : cache::fills::of_owner(database, item.id)) {
    const auto value = mirror.values.find(fill.property);
    if (value == mirror.values.end() || fill.theirs) continue;
    fill.wrote = value->second;
    cache::fills::save(database, fill);
  }
  note_shown(database, binding_of(made.base), sent);
  cache::intents::remove(database, made.intent.id);
  if (item.state == cache::ItemState::dropped) cache::videos::touch(database, item.video_id);
}

/// A row to be created: its intent, with what it shows.
struct Begin {
  cache::Intent intent;
  json::object body;
};

std::optional<Begin> begin_of(cache::Database& database, const cache::Base& base,
                              const std::string& item_id) {
  if (!cache::bases::find(database, base.source_id)) return {};
  const auto item = cache::items::find(database, item_id);
  if (!item || !item->page_id.empty() || item->state != cache::ItemState::live) return {};
  const auto video = cache::videos::find(database, item->video_id);
  if (!video || may_give_way(*video, *item)) return {};
  auto found = beginnings(binding_of(base), subject_of(database, *item));
  auto ids = upload_ids(database, found);
  leave_unbrought(found, ids);
  ids.insert(base.property_ids.begin(), base.property_ids.end());
  Begin begin;
  begin.intent.id = new_uuid();
  begin.intent.kind = kRow;
  begin.intent.owner_id = item_id;
  begin.intent.parent_id = base.source_id;
  begin.intent.likeness = json::serialize(json::value_from(values_of(found)));
  begin.body = page_body(found, ids);
  begin.body["parent"] = {{"type", "data_source_id"}, {"data_source_id", base.source_id}};
  return begin;
}

/// Intents of this base's rows, oldest first, and what of its rows is known.
struct Begun {
  std::vector<cache::Intent> intents;
  std::string bot;
};

Begun begun(cache::Database& database, const std::string& source_id) {
  Begun found;
  for (auto& intent : cache::intents::all(database)) {
    if (intent.kind == kRow && intent.parent_id == source_id) {
      found.intents.push_back(std::move(intent));
    }
  }
  found.bot = cache::facts::find(database, "bot_id").value_or("");
  return found;
}

// How many of the values that tell a row it shows: somebody may have edited one of them already.
std::ptrdiff_t likeness(const cache::Values& sent, const cache::Values& shown) {
  return std::ranges::count_if(
      kTelling, [&](const char* name) { return text_in(sent, name) == text_in(shown, name); });
}

std::optional<Page> take_alike(std::vector<Page>& pages, const cache::Base& base,
                               const cache::Intent& intent) {
  const auto sent = likeness_of(intent);
  const auto alike = [&](const Page& page) { return likeness(sent, values_of(page, base)); };
  const auto found = std::ranges::max_element(pages, {}, alike);
  if (found == pages.end() || alike(*found) < kAlike) return std::nullopt;
  auto page = std::move(*found);
  pages.erase(found);
  return page;
}

Task<std::vector<Page>> strangers(Desk desk, cache::Base base, std::string bot) {
  const RowQuery newest{.newest_first = true};
  auto rows = co_await desk.client.rows(base.source_id, newest, Priority::interactive);
  struct Known {
    std::vector<Page> pages;
    std::string bot;
    std::vector<Page> operator()(cache::Database& database) {
      std::erase_if(pages, [&](const Page& page) {
        return page.created_by != bot || cache::items::find_by_page(database, page.id);
      });
      return std::move(pages);
    }
  };
  co_return co_await desk.cache.read(Known{std::move(rows.pages), std::move(bot)});
}

}  // namespace

bool has_script(const cache::Video& video) {
  return !video.body.empty() || !video.transcript.empty() || !video.written.empty();
}

bool may_give_way(const cache::Video& video, const cache::Item& item) {
  const bool retaken = has_script(video) && video.taken_body.empty() && !video.paused;
  return retaken && !item.touched && !item.source.empty();
}

Task<bool> create_row(Desk desk, cache::Base base, std::string item_id) {
  auto begin = co_await desk.cache.read(
      [base, item_id](cache::Database& database) { return begin_of(database, base, item_id); });
  if (!begin) co_return true;
  auto& client = desk.client;
  const auto body = begin->body;
  auto page = co_await create<Page>(
      client, desk.cache, begin->intent,
      [&client, body, base] { return client.create_page(body, base.source_id); },
      [&client](std::string id) { return client.page(std::move(id), Priority::normal); });
  if (!page) co_return false;
  co_await desk.cache.write([made = Made{.base = base, .intent = begin->intent, .page = *page}](
                                cache::Database& database) { record(database, made); });
  co_return true;
}

Task<Resumed> resume_rows(Desk desk, cache::Base base) {
  Resumed resumed;
  const auto found = co_await desk.cache.read(
      [id = base.source_id](cache::Database& database) { return begun(database, id); });
  if (found.intents.empty()) co_return resumed;
  const auto looked_at = now();
  auto pages = co_await strangers(desk, base, found.bot);
  for (const auto& intent : found.intents) {
    auto page = take_alike(pages, base, intent);
    if (page) {
      co_await desk.cache.write(
          [made = Made{.base = base, .intent = intent, .page = *page, .adopted = true}](
              cache::Database& database) { record(database, made); });
    } else if (surely_not_made(intent, desk.client, looked_at)) {
      co_await desk.cache.write(
          [id = intent.id](cache::Database& database) { cache::intents::remove(database, id); });
    } else {
      resumed.unclear = true;
    }
    resumed.changed = resumed.changed || page;
  }
  co_return resumed;
}

}  // namespace storyreel::notion
