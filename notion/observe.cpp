#include "notion/observe.hpp"

#include <algorithm>
#include <iterator>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/adopt.hpp"
#include "notion/subject.hpp"
#include "notion/take.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

constexpr std::string_view kWorkflow = "Workflow";
constexpr std::string_view kDefaultWorkflow = "Narrated";
constexpr std::string_view kDetailsUrl = "Script Details Database URL";

bool is_video(const cache::Values& values) {
  const auto there = [&](const char* name) {
    const auto found = values.find(name);
    return found != values.end() && !found->second.empty();
  };
  return there("Title") || there("YouTube URL");
}

cache::Video new_video(const std::string& page_id) {
  cache::Video video;
  video.id = new_uuid();
  video.page_id = page_id;
  video.created_at = video.changed_at = now();
  return video;
}

void add_events(Seen& seen, const Change& change) {
  for (const auto& what : change.said) {
    seen.events.push_back({.video = change.subject.video.title, .what = what});
  }
}

Seen begin_video(cache::Database& database, const cache::Page& page) {
  Change change;
  change.subject.video = new_video(page.page_id);
  change.now = now();
  change.first = true;
  auto& workflow = change.subject.make_fill(kWorkflow);
  workflow.ours = kDefaultWorkflow;
  workflow.inputs = "default";
  take_edits(change, videos_binding(), {}, page.values);
  cache::videos::save(database, change.subject.video);
  save_change(database, change);
  if (!text_in(page.values, kDetailsUrl).empty()) {
    cache::jobs::save(database, {.owner_id = change.subject.video.id,
                                 .stage = std::string(kAdopting),
                                 .started_at = now()});
  }
  change.said.insert(change.said.begin(), "noticed");
  Seen seen{.events = {}, .changed = true, .stale = false};
  add_events(seen, change);
  return seen;
}

void take_trash(Change& change, bool in_trash) {
  auto& video = change.subject.video;
  if (video.trashed == in_trash) return;
  video.trashed = in_trash;
  change.said.emplace_back(in_trash ? "trashed: stopped" : "restored: goes on");
}

// What its user did to the body before approval is approved as well: it is read once more.
void take_debt(cache::Database& database, const cache::Video& video, bool was_approved) {
  if (video.approved == was_approved) return;
  if (video.approved)
    note_body_owed(database, video.id);
  else
    cache::jobs::remove(database, video.id, kBodyOwed);
}

void settle_debt(cache::Database& database, const cache::Video& video, const std::string& body,
                 Time asked_at) {
  const bool taken = body.empty() || sha256(body) == video.taken_body;
  if (!taken) return;
  for (const auto& job : cache::jobs::of_video(database, video.id)) {
    if (job.stage != kBodyOwed || job.started_at > asked_at) continue;
    cache::jobs::remove(database, video.id, kBodyOwed);
    cache::videos::touch(database, video.id);
  }
}

Seen change_video(cache::Database& database, cache::Video video,
                  const std::optional<cache::Page>& before, const cache::Page& after,
                  bool foreign) {
  Change change;
  const bool was_approved = video.approved;
  change.subject = subject_of(database, std::move(video));
  change.now = now();
  change.first = !before;
  change.foreign = foreign;
  if (before) change.sent = before->sent;
  take_edits(change, videos_binding(), before ? before->values : cache::Values(), after.values);
  take_trash(change, after.in_trash);
  save_change(database, change);
  take_debt(database, change.subject.video, was_approved);
  Seen seen{.events = {}, .changed = true, .stale = false};
  add_events(seen, change);
  return seen;
}

// Where the clock was set back since, what was seen "later" was seen before.
bool written_since(const cache::Page& page, Time asked_at) {
  return page.seen_at >= asked_at && page.seen_at <= now();
}

// What differs in a list that was asked for so soon after the page was seen to change may be what
// stood there before, however late the list came.
bool may_be_old(const cache::Page& before, const Reading& reading) {
  const bool listed = reading.lag > milliseconds{0} && !reading.direct.contains(before.page_id);
  const bool fresh = before.seen_at + reading.lag > reading.asked_at && before.seen_at <= now();
  return listed && (fresh || reading.foreign.contains(before.page_id));
}

bool shows_another(const cache::Page& before, const cache::Base& base, const Page& page) {
  auto values = before.values;
  take_values(values, page, base);
  return values != before.values || before.in_trash != page.in_trash ||
         before.source_id != base.source_id;
}

}  // namespace

void Seen::add(Seen other) {
  std::ranges::move(other.events, std::back_inserter(events));
  changed = changed || other.changed;
  stale = stale || other.stale;
}

std::vector<std::string> doubtful(cache::Database& database, const cache::Base& base,
                                  const std::vector<Page>& pages, const Reading& reading) {
  std::vector<std::string> ids;
  for (const auto& page : pages) {
    const auto before = cache::pages::find(database, page.id);
    if (!before || !may_be_old(*before, reading)) continue;
    if (shows_another(*before, base, page)) ids.push_back(page.id);
  }
  return ids;
}

std::optional<Noted> note_page(cache::Database& database, const cache::Base& base, const Page& page,
                               const Reading& reading, Seen& seen) {
  auto before = cache::pages::find(database, page.id);
  if (before && written_since(*before, reading.asked_at)) {
    seen.stale = true;
    return std::nullopt;
  }
  auto after = before.value_or(cache::Page{});
  take_values(after.values, page, base);
  const bool edited = !before || before->last_edited_time != page.last_edited_time;
  const bool differs = !before || shows_another(*before, base, page);
  if (!edited && !differs) return Noted{.before = before, .differs = false};
  if (before && may_be_old(*before, reading)) {
    seen.stale = seen.stale || differs;
    if (differs || page.last_edited_time < before->last_edited_time) return std::nullopt;
  }
  if (before) {
    std::erase_if(after.sent, [&](const auto& sent) {
      return text_in(after.values, sent.first) != text_in(before->values, sent.first);
    });
  }
  after.page_id = page.id;
  after.source_id = base.source_id;
  after.created_time = page.created_time;
  after.created_by = page.created_by;
  after.last_edited_time = page.last_edited_time;
  after.last_edited_by = page.last_edited_by;
  after.in_trash = page.in_trash;
  after.seen_at = now();
  after.body_hash.clear();
  cache::pages::save(database, after);
  return Noted{.before = before, .differs = differs};
}

Seen observe_video(cache::Database& database, const cache::Base& base, const Page& page,
                   const Reading& reading) {
  auto video = cache::videos::find_by_page(database, page.id);
  if (!video && page.in_trash) return {};
  Seen seen;
  const auto noted = note_page(database, base, page, reading, seen);
  const auto after = cache::pages::find(database, page.id);
  if (!noted || !noted->differs || !after) return seen;
  if (video) {
    const bool foreign = reading.foreign.contains(page.id);
    return change_video(database, *std::move(video), noted->before, *after, foreign);
  }
  return is_video(after->values) ? begin_video(database, *after) : Seen{};
}

void note_body_owed(cache::Database& database, const std::string& video_id) {
  cache::jobs::save(database,
                    {.owner_id = video_id, .stage = std::string(kBodyOwed), .started_at = now()});
}

bool owes_body(cache::Database& database, const std::string& video_id) {
  const auto jobs = cache::jobs::of_video(database, video_id);
  return std::ranges::find(jobs, kBodyOwed, &cache::Job::stage) != jobs.end();
}

Seen observe_body(cache::Database& database, const std::string& page_id, const std::string& body,
                  const std::string& blocks, Time asked_at) {
  auto page = cache::pages::find(database, page_id);
  if (!page) return {};
  page->body_hash = sha256(body);
  page->body_blocks = blocks;
  cache::pages::save(database, *page);
  Seen seen;
  auto video = cache::videos::find_by_page(database, page_id);
  if (!video && body.empty()) return seen;
  if (!video) seen = begin_video(database, *page);
  if (!video) video = cache::videos::find_by_page(database, page_id);
  if (!video) return seen;
  settle_debt(database, *video, body, asked_at);
  if (video->body == body) return seen;
  const auto* const what = video->body.empty() ? "script found" : "script edited";
  video->body = body;
  video->changed_at = now();
  cache::videos::save(database, *video);
  seen.events.push_back({.video = video->title, .what = what});
  seen.changed = true;
  return seen;
}

Seen observe_gone(cache::Database& database, const std::string& page_id,
                  const std::string& source_id) {
  Seen seen;
  auto page = cache::pages::find(database, page_id);
  if (page && !source_id.empty() && page->source_id != source_id) return seen;
  auto item = cache::items::find_by_page(database, page_id);
  if (page) {
    page->in_trash = true;
    page->seen_at = now();
    // Should it come back, nobody has restored it.
    if (item && item->state == cache::ItemState::live && !item->touched) {
      page->last_edited_by.clear();
    }
    cache::pages::save(database, *page);
  }
  if (auto video = cache::videos::find_by_page(database, page_id); video && !video->trashed) {
    video->trashed = true;
    cache::videos::save(database, *video);
    seen = {.events = {{.video = video->title, .what = "its page is gone or not shared: stopped"}},
            .changed = true,
            .stale = false};
  }
  if (item && item->state != cache::ItemState::trashed) {
    item->touched = item->touched || item->state == cache::ItemState::live;
    item->state = cache::ItemState::trashed;
    cache::items::save(database, *item);
    cache::videos::touch(database, item->video_id);
    seen.changed = true;
  }
  return seen;
}

}  // namespace storyreel::notion
