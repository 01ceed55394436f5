#include "notion/reading.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include "cache/hosting.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "notion/body.hpp"
#include "notion/gone.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

constexpr std::chrono::minutes kPatience{3};

std::string joined(const Body& body) {
  std::string ids;
  for (const auto* list : {&body.blocks, &body.databases}) {
    for (const auto& id : *list) ids += (ids.empty() ? "" : " ") + id;
  }
  return ids;
}

std::set<std::string> split(const std::string& ids) {
  std::istringstream words(ids);
  return {std::istream_iterator<std::string>(words), {}};
}

/// Whether some of the blocks are no longer in the page.
bool text_left(std::set<std::string> gone, const Body& body) {
  for (const auto* list : {&body.blocks, &body.databases}) {
    for (const auto& id : *list) gone.erase(id);
  }
  return !gone.empty();
}

/// A film's block that is no longer in its page went with the text, and comes back as the details
/// database does; or it was deleted, and stays away. True when something changed.
bool take_film(cache::Database& database, const std::string& video_id, const Body& body, bool along,
               Time listed) {
  auto block = cache::films::find(database, video_id);
  if (!block || block->block_id.empty() || block->placed_at > listed) return false;
  if (std::ranges::find(body.films, block->block_id) != body.films.end()) return false;
  block->block_id.clear();
  if (along) cache::films::remove(database, video_id);
  if (!along) cache::films::save(database, *block);
  return true;
}

/// What is known of a page before its body is taken.
struct Before {
  std::string blocks;
  std::optional<cache::Base> base;
  bool told = false;  ///< it is known already that the details database is gone
};

Before known(cache::Database& database, const std::string& page_id, const std::string& video_id) {
  const auto page = cache::pages::find(database, page_id);
  return {.blocks = page ? page->body_blocks : "",
          .base = video_id.empty() ? std::nullopt : cache::bases::of_video(database, video_id),
          .told = details_gone(database, video_id)};
}

/// Whether a failure may be over by the next look, so that nobody need know.
bool still_passes(Failing& failing, const std::string& key, const std::exception_ptr& failure) {
  if (!failure || !passes(failure)) {
    failing.erase(key);
    return false;
  }
  if (!is_outage(failure)) return true;
  return failing.try_emplace(key, now()).first->second + kPatience > now();
}

}  // namespace

Seen told(Desk& desk, Seen seen) {
  for (const auto& event : std::exchange(seen.events, {})) desk.log.write(event);
  return seen;
}

Task<> attempt_reading(Desk desk, Failing& failing, std::string video_id, std::string_view stage,
                       Task<> work, bool& changed) {
  std::exception_ptr failure;
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure && concerns_all(failure)) std::rethrow_exception(failure);
  if (video_id.empty() || still_passes(failing, video_id + "/" + std::string(stage), failure))
    co_return;
  const auto words = failure ? "Notion can't be read here: " + describe(failure) : std::string();
  const bool news = co_await desk.cache.write([video_id, stage, words](cache::Database& database) {
    return note_trouble(database, video_id, stage, words);
  });
  changed = changed || news;
  if (!news || words.empty()) co_return;
  const auto video = co_await desk.cache.read(
      [video_id](cache::Database& database) { return cache::videos::find(database, video_id); });
  desk.log.write({.level = Level::error, .video = video ? video->title : "", .what = words});
}

Task<Seen> look_at_body(Desk desk, std::string page_id, std::string video_id, Priority priority) {
  const auto asked_at = now();
  const auto body = co_await read_body(desk.client, page_id, priority);
  // The poll of Videos sees that.
  if (body.trashed) co_return Seen{};
  const auto before = co_await desk.cache.read([page_id, video_id](cache::Database& database) {
    return known(database, page_id, video_id);
  });
  Seen seen;
  const auto& base = before.base;
  const bool stands =
      !base || std::ranges::find(body.databases, base->database_id) != body.databases.end();
  // One that is no longer in its page was trashed or moved: see which.
  if (!stands) {
    auto blocks = split(before.blocks);
    blocks.erase(base->database_id);
    const bool along = !before.told && text_left(std::move(blocks), body);
    seen.add(co_await check_details(desk, *base, along));
  }
  auto texts = split(before.blocks);
  if (base) texts.erase(base->database_id);
  const bool along = text_left(std::move(texts), body);
  // What was made a moment ago may be missing from a list.
  const auto listed = asked_at - desk.settings.index_lag;
  // Taken last, so that what went along is still known where the look failed.
  seen.add(co_await desk.cache.write(
      [page_id, video_id, body, along, asked_at, listed](cache::Database& database) {
        auto taken = observe_body(database, page_id, body.script, joined(body), asked_at);
        taken.changed |= take_film(database, video_id, body, along, listed);
        return taken;
      }));
  co_return seen;
}

Task<Seen> look_after_details(Desk desk, std::string video_id) {
  const auto video = co_await desk.cache.read(
      [video_id](cache::Database& database) { return cache::videos::find(database, video_id); });
  if (!video) co_return Seen{};
  const auto page_id = video->page_id;
  const auto before = co_await desk.cache.read([page_id, video_id](cache::Database& database) {
    return known(database, page_id, video_id);
  });
  if (!before.base || before.told) co_return Seen{};
  const auto page = co_await desk.client.find_page(page_id, Priority::normal);
  if (!page || page->in_trash) co_return Seen{};
  auto seen = co_await look_at_body(desk, page_id, video_id, Priority::normal);
  if (!co_await database_stands(desk.client, before.base->database_id)) {
    seen.add(co_await without_details(desk, video_id));
  }
  co_return seen;
}

Task<bool> went_alone(Desk desk, cache::Base base, Seen& seen) {
  if (base.video_id.empty()) co_return true;
  if (co_await database_stands(desk.client, base.database_id)) co_return true;
  seen.add(told(desk, co_await look_after_details(desk, base.video_id)));
  co_return false;
}

}  // namespace storyreel::notion
