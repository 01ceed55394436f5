#include "notion/push_video.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/group.hpp"
#include "daemon/runtime/retry.hpp"
#include "notion/details.hpp"
#include "notion/patch.hpp"
#include "notion/push_load.hpp"
#include "notion/rows.hpp"
#include "notion/schema.hpp"
#include "notion/trouble.hpp"
#include "notion/uploads.hpp"

namespace storyreel::notion {
namespace {

using cache::Item;
using cache::ItemState;

constexpr seconds kLookAgain{1};
// More rows wait for the next pass, so that one long script does not keep others waiting.
constexpr std::size_t kRowsPerPass = 40;
constexpr std::size_t kAtOnce = 4;
// A row that is made with its prompt needs no second request.
constexpr seconds kWaitForFills{5};
constexpr Backoff kBackoff{.base = seconds(2), .cap = seconds(300)};
// What usually passes by itself is told when it did not: after about two minutes.
constexpr int kPatience = 7;
constexpr auto kByLink = "a picture stands in its row by its link only";

bool has_text(const Item& item) {
  return item.state == ItemState::live && !item.text.empty();
}

// What was noted of our own writes raised the revision: where nothing is left, Notion shows it.
std::int64_t shown_revision(cache::Database& database, const std::string& id, std::int64_t pushed) {
  const auto left = load_push(database, id);
  if (!left || !left->differing.empty()) return pushed;
  const bool behind = std::ranges::any_of(left->items, [](const Item& item) {
    const bool dropped = item.state == ItemState::dropped && !item.page_id.empty();
    return dropped || (has_text(item) && item.page_id.empty());
  });
  const bool misnamed = left->base && may_rename(*left->base, left->video);
  return behind || misnamed ? pushed : left->video.revision;
}

/// One video on its way to Notion.
class VideoPush {
 public:
  VideoPush(Desk desk, PushMemory& memory, std::string video_id, std::int64_t revision)
      : desk_(std::move(desk)), memory_(memory), id_(std::move(video_id)), revision_(revision) {}

  Task<Pass> run();

 private:
  Task<> reload();
  Task<> make_details();
  Task<> name_details();
  Task<> look_for_rows();
  Task<> make_rows(Group& group);
  Task<> drop_rows(Group& group);
  Task<> patch_pages(Group& group);
  void tell_filled();
  Task<> finish();

  Task<> make_row(std::string item_id);
  Task<> drop_row(std::string page_id);
  Task<> patch(std::string page_id);
  Task<bool> bring_files(std::string page_id);
  Task<> write(std::string page_id);

  /// Runs `work` unless `key` failed lately; keeps its failure to this video.
  Task<> attempt(std::string key, std::function<Task<>()> work);
  Task<> failed(std::string key, std::exception_ptr failure);
  Task<> look_after(std::string page_id);
  Task<std::optional<cache::Base>> mended(std::string source_id);
  void later(Time time);

  Desk desk_;
  PushMemory& memory_;
  std::string id_;
  std::int64_t revision_;
  PushLoad now_;
  bool was_gone_ = false;  ///< its details database, when the pass began
  std::string was_body_;
  std::size_t made_ = 0;
  std::string error_;
  Pass pass_;
};

void VideoPush::later(Time time) {
  pass_.again_at = std::min(pass_.again_at.value_or(time), time);
}

Task<> VideoPush::attempt(std::string key, std::function<Task<>()> work) {
  auto& trouble = memory_.troubles[key];
  if (trouble.next > now()) {
    if (!trouble.error.empty()) error_ = trouble.error;
    later(trouble.next);
    co_return;
  }
  std::exception_ptr failure;
  try {
    co_await work();
    memory_.troubles.erase(key);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) co_await failed(key, failure);
}

Task<> VideoPush::failed(std::string key, std::exception_ptr failure) {
  if (concerns_all(failure)) std::rethrow_exception(failure);
  auto& trouble = memory_.troubles[key];
  trouble.next = now() + delay(kBackoff, ++trouble.attempts, random_jitter());
  later(trouble.next);
  if (passes(failure) && !(is_outage(failure) && trouble.attempts >= kPatience)) co_return;
  const bool news = trouble.error.empty();
  error_ = trouble.error = describe(failure);
  if (news) {
    desk_.log.write({.level = Level::error, .video = now_.video.title, .what = error_});
  }
}

Task<> VideoPush::reload() {
  auto loaded = co_await desk_.cache.read(
      [id = id_](cache::Database& database) { return load_push(database, id); });
  if (!loaded) throw Error("the video " + id_ + " is gone from the cache");
  now_ = *std::move(loaded);
}

Task<> VideoPush::make_details() {
  now_.base = co_await notion::make_details(desk_, now_.video);
  if (!now_.base) co_return later(now() + kLookAgain);
  pass_.changed = true;
  desk_.log.write({.video = now_.video.title, .what = "details database made"});
}

Task<> VideoPush::name_details() {
  if (!may_rename(*now_.base, now_.video)) co_return;
  const auto settled = now_.video.changed_at + desk_.settings.settle;
  if (settled > now()) co_return later(settled);
  co_await rename_details(desk_, *now_.base, now_.video);
  pass_.changed = true;
}

Task<> VideoPush::look_for_rows() {
  const auto resumed = co_await resume_rows(desk_, *now_.base);
  pass_.changed = pass_.changed || resumed.changed;
  if (resumed.unclear) later(now() + kLookAgain);
}

// A database that has no rows shows nobody that a property of it is gone, but this refusal.
Task<> VideoPush::make_row(std::string item_id) {
  std::exception_ptr refused;
  bool clear = false;
  try {
    clear = co_await create_row(desk_, *now_.base, item_id);
  } catch (const ApiError& error) {
    if (error.status != 400) throw;
    refused = std::current_exception();
  }
  if (refused) {
    const auto base = co_await mended(now_.base->source_id);
    if (!base) std::rethrow_exception(refused);
    clear = co_await create_row(desk_, *base, std::move(item_id));
  }
  if (!clear) co_return later(now() + kLookAgain);
  ++made_;
  pass_.changed = true;
}

Task<> VideoPush::make_rows(Group& group) {
  const auto begun = co_await desk_.cache.read(&cache::intents::all);
  std::size_t begun_here = 0;
  const auto waits = [&](const Item& item) {
    return std::ranges::any_of(begun, [&](const cache::Intent& intent) {
      return intent.owner_id == item.id && intent.parent_id == now_.base->source_id;
    });
  };
  for (const auto& item : now_.items) {
    if (!has_text(item) || !item.page_id.empty() || waits(item)) continue;
    if (may_give_way(now_.video, item)) continue;
    const auto patience = item.created_at + kWaitForFills;
    if (!now_.filled.contains(item.id) && patience > now()) {
      later(patience);
      continue;
    }
    if (++begun_here > kRowsPerPass) co_return later(now());
    co_await group.until_below(kAtOnce);
    group.spawn(attempt(item.id, [this, id = item.id] { return make_row(id); }));
  }
}

Task<> VideoPush::drop_row(std::string page_id) {
  co_await trash_page(desk_, std::move(page_id));
  pass_.changed = true;
}

Task<> VideoPush::drop_rows(Group& group) {
  for (const auto& item : now_.items) {
    if (item.state != ItemState::dropped || item.page_id.empty()) continue;
    co_await group.until_below(kAtOnce);
    group.spawn(attempt(item.page_id, [this, id = item.page_id] { return drop_row(id); }));
  }
}

/// The base with its schema as it should be; nullopt: it was given up.
Task<std::optional<cache::Base>> VideoPush::mended(std::string source_id) {
  const auto find = [source_id](cache::Database& database) {
    return cache::bases::find(database, source_id);
  };
  const auto base = co_await desk_.cache.read(find);
  if (!base) co_return std::nullopt;
  const auto seen = co_await mend_schema(desk_, *base);
  for (const auto& event : seen.events) desk_.log.write(event);
  co_return co_await desk_.cache.read(find);
}

// Two rows may show one picture: it is uploaded for the first. False: the other waits.
Task<bool> VideoPush::bring_files(std::string page_id) {
  struct Bringing {
    std::set<std::string>& names;
    std::string name;
    ~Bringing() { names.erase(name); }
  };
  const auto names = co_await desk_.cache.read(
      [page_id](cache::Database& database) { return files_lacking(database, page_id); });
  for (const auto& name : names) {
    if (!memory_.bringing.insert(name).second) {
      later(now() + kLookAgain);
      co_return false;
    }
    const Bringing bringing{memory_.bringing, name};
    const bool there = co_await bring(desk_, name, {.video_id = id_, .instead = kByLink});
    // Of what was refused the record shows a link.
    pass_.changed = pass_.changed || !there;
  }
  co_return true;
}

// A page that refuses what is right for it went to the trash, or changed its schema, or shows a
// file that Notion has lost: see which.
Task<> VideoPush::look_after(std::string page_id) {
  const auto files = co_await desk_.cache.read(
      [page_id](cache::Database& database) { return files_wanted(database, page_id); });
  if (co_await forget_lost(desk_, files)) later(now() + kLookAgain);
  const auto read = co_await reread(desk_, page_id);
  pass_.changed = pass_.changed || read.changed;
  const auto base = co_await desk_.cache.read([page_id](cache::Database& database) {
    const auto page = cache::pages::find(database, page_id);
    return page ? cache::bases::find(database, page->source_id) : std::nullopt;
  });
  if (base) co_await mended(base->source_id);
  if (co_await desk_.cache.read(
          [page_id](cache::Database& database) { return differs(database, page_id); })) {
    if (!co_await patch_page(desk_, page_id)) co_return;
    memory_.patched[page_id] = now();
    pass_.changed = true;
  }
}

Task<> VideoPush::patch(std::string page_id) {
  const bool progress = now_.progress_only && page_id == now_.video.page_id;
  const auto rest = progress ? kMergeProgress : kMerge;
  const auto last = memory_.patched.find(page_id);
  if (last != memory_.patched.end() && last->second + rest > now()) {
    co_return later(last->second + rest);
  }
  std::exception_ptr unbrought;
  try {
    if (!co_await bring_files(page_id)) co_return;
  } catch (...) {
    unbrought = std::current_exception();
  }
  if (unbrought && (concerns_all(unbrought) || passes(unbrought)))
    std::rethrow_exception(unbrought);
  co_await write(page_id);
  // All else the page shows is written all the same.
  if (unbrought) std::rethrow_exception(unbrought);
}

Task<> VideoPush::write(std::string page_id) {
  std::exception_ptr failure;
  try {
    if (!co_await patch_page(desk_, page_id)) co_return;
  } catch (...) {
    failure = std::current_exception();
  }
  memory_.patched[page_id] = now();
  if (failure && (concerns_all(failure) || passes(failure))) std::rethrow_exception(failure);
  if (failure) co_return co_await look_after(page_id);
  pass_.changed = true;
}

Task<> VideoPush::patch_pages(Group& group) {
  const auto time = now();
  for (const auto& page_id : now_.differing) {
    if (now_.details_gone && page_id != now_.video.page_id) continue;
    const auto item = std::ranges::find(now_.items, page_id, &Item::page_id);
    const auto due = item == now_.items.end() ? time : row_due(memory_, *item, time);
    if (due > time) {
      later(due);
      continue;
    }
    co_await group.until_below(kAtOnce);
    group.spawn(attempt(page_id, [this, page_id] { return patch(page_id); }));
  }
}

// One line for all, however many passes they take.
void VideoPush::tell_filled() {
  if (made_ == 0) return;
  auto& count = memory_.filling[id_];
  count += made_;
  const auto wanted = std::ranges::count_if(
      now_.items, [](const Item& item) { return has_text(item) && item.page_id.empty(); });
  if (std::cmp_less(made_, wanted)) return;
  const auto rows = std::to_string(count) + (count == 1 ? " row" : " rows");
  desk_.log.write({.video = now_.video.title, .what = rows + " filled"});
  memory_.filling.erase(id_);
}

// What stood in the way of a write was noted on the way: others look at it now.
bool noticed(cache::Database& database, const std::string& id, bool was_gone,
             const std::string& was_body) {
  const auto video = cache::videos::find(database, id);
  return details_gone(database, id) != was_gone || (video && video->body != was_body);
}

Task<> VideoPush::finish() {
  tell_filled();
  struct Finish {
    std::string id, error;
    std::optional<std::int64_t> revision;
    bool wrote = false;
    bool was_gone = false;
    std::string was_body;
    bool operator()(cache::Database& database) const {
      const bool news = note_trouble(database, id, kWriting, error);
      const bool all = wrote && !news;
      if (revision) {
        cache::videos::set_pushed(database, id,
                                  all ? shown_revision(database, id, *revision) : *revision);
      }
      return news || noticed(database, id, was_gone, was_body);
    }
  };
  const auto stands = !pass_.again_at;
  const auto words = error_.empty() ? "" : "Notion did not take everything: " + error_;
  const bool news = co_await desk_.cache.write(
      Finish{id_, words, stands ? std::optional(revision_) : std::nullopt, pass_.changed, was_gone_,
             was_body_});
  // What stands in Status and Error is made of it by work, and shown by the next pass.
  pass_.changed = pass_.changed || news;
}

Task<Pass> VideoPush::run() {
  co_await reload();
  was_gone_ = now_.details_gone;
  was_body_ = now_.video.body;
  if (now_.video.trashed) {
    co_await finish();
    co_return pass_;
  }
  const bool wanted = std::ranges::any_of(now_.items, has_text);
  if (!now_.base && !now_.details_gone && wanted) {
    co_await attempt(id_, [this] { return make_details(); });
    co_await reload();
  }
  Group group(co_await boost::asio::this_coro::executor);
  if (now_.base && !now_.details_gone) {
    co_await attempt(now_.base->database_id, [this] { return name_details(); });
    co_await attempt(now_.base->source_id, [this] { return look_for_rows(); });
    co_await reload();
    co_await group.run(drop_rows(group));
    now_.details_gone = co_await desk_.cache.read(
        [id = id_](cache::Database& database) { return details_gone(database, id); });
    if (!now_.details_gone) co_await group.run(make_rows(group));
  }
  co_await group.run(patch_pages(group));
  co_await finish();
  co_return pass_;
}

}  // namespace

Task<Pass> push_video(Desk desk, PushMemory& memory, std::string video_id, std::int64_t revision) {
  VideoPush push(std::move(desk), memory, std::move(video_id), revision);
  co_return co_await push.run();
}

}  // namespace storyreel::notion
