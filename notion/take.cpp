#include "notion/take.hpp"

#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/fill.hpp"
#include "notion/make_base.hpp"
#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

constexpr std::size_t kQuote = 60;

// What we are about to write, or wrote without a chance to note it, is nobody's edit.
bool is_ours(const Bound& bound, const Subject& subject, const std::string& shown) {
  if (bound.owner != Owner::daemon || !bound.show) return false;
  const auto wanted = bound.show(subject);
  return wanted && fitted(bound.type, *wanted) == shown;
}

bool take_into_fill(Subject& subject, const Edit& edit) {
  auto& fill = subject.make_fill(edit.property);
  const auto before = std::pair(fill.theirs, fill.wrote);
  take_fill(fill, edit.shown);
  return before != std::pair(fill.theirs, fill.wrote);
}

bool is_known(const Bound& bound, const Subject& subject, const std::string& shown) {
  const auto* const fill = subject.fill(bound.name);
  if (bound.owner == Owner::fill) return fill && (shown == fill->ours || shown == fill->wrote);
  const auto wanted = bound.show ? bound.show(subject) : std::nullopt;
  return !wanted || fitted(bound.type, *wanted) == shown;
}

// Nobody writes as us but another storyreel: two would undo each other's work for ever.
void require_single(const Change& change, const Bound& bound, const Edit& edit) {
  if (!change.foreign || change.first || bound.owner == Owner::user) return;
  if (is_known(bound, change.subject, std::string(edit.shown))) return;
  throw UsageError(
      "Something else writes to this studio through the same Notion connection: it set "
      "\"" +
      std::string(bound.name) + "\" to \"" + one_line(edit.shown, kQuote) + "\" in \"" +
      one_line(change.subject.video.title, kQuote) +
      "\". Is a second storyreel running? Stop it, or give each its own connection; "
      "then start this one again");
}

// What was sent and arrived, although nobody noted that, is nobody's edit.
bool take_sent(Change& change, const Bound& bound, const Edit& edit) {
  const auto sent = change.sent.find(std::string(bound.name));
  if (sent == change.sent.end() || !same_value(bound.type, sent->second, edit.shown)) return false;
  // A number that a person may have typed is one.
  if (bound.owner == Owner::shared) return change.number_ours;
  if (bound.owner != Owner::fill) return true;
  auto& fill = change.subject.make_fill(bound.name);
  // The user's own word, written into a property that was made again, stays theirs.
  if (fill.theirs && same_value(bound.type, *fill.theirs, edit.shown)) return true;
  fill.theirs.reset();
  fill.wrote = edit.shown;
  return true;
}

void take_edit(Change& change, const Bound& bound, const Edit& edit) {
  if (take_sent(change, bound, edit)) return;
  require_single(change, bound, edit);
  if (bound.owner == Owner::fill && !take_into_fill(change.subject, edit)) return;
  if (is_ours(bound, change.subject, std::string(edit.shown))) return;
  if (bound.take) bound.take(change, edit);
}

// Where nobody knows what a property showed, its blank may be an edit: the user's own property was
// made anew, or the record is an older one that was restored. One of ours that is made again is
// blank as well, and means nothing.
bool blank_is_news(const Change& change, const Bound& bound, const cache::Values& before) {
  if (bound.owner == Owner::user) return true;
  return bound.owner == Owner::fill && before.empty() && change.subject.fill(bound.name);
}

// The picture that a row shows is wanted all the same.
void retry_job(cache::Database& database, cache::Job job) {
  if (job.stage != cache::kShownPicture)
    return cache::jobs::remove(database, job.owner_id, job.stage);
  job.error.clear();
  job.next.reset();
  job.attempts = 0;
  cache::jobs::save(database, job);
}

void retry_item(cache::Database& database, const cache::Item& item) {
  for (const auto& job : cache::jobs::of_video(database, item.video_id))
    if (job.owner_id == item.id) retry_job(database, job);
}

// Going on after a halt is the user's word that what went is to be gone.
void retry_video(cache::Database& database, const std::string& video_id) {
  bool halted = false;
  for (const auto& job : cache::jobs::of_video(database, video_id)) {
    halted = halted || job.stage == kHalt;
    if (job.stage != kBodyOwed) retry_job(database, job);
  }
  if (!halted) return;
  cache::Job confirmed;
  confirmed.owner_id = video_id;
  confirmed.stage = kAbsence;
  confirmed.started_at = now();
  cache::jobs::save(database, confirmed);
}

// What is still being made there is no longer awaited: its sentences get rows elsewhere.
void forget_begun(cache::Database& database, const cache::Base& base) {
  for (const auto& intent : cache::intents::all(database)) {
    const bool there = intent.parent_id == base.source_id || intent.parent_id == base.database_id;
    if (there) cache::intents::remove(database, intent.id);
  }
}

void forget_details(cache::Database& database, const std::string& video_id) {
  note_trouble(database, video_id, kDetailsGone, "");
  const auto base = cache::bases::of_video(database, video_id);
  if (!base) return;
  for (auto& item : cache::items::of_video(database, video_id)) {
    if (item.state == cache::ItemState::dropped) item.state = cache::ItemState::trashed;
    item.page_id.clear();
    cache::items::save(database, item);
  }
  forget_begun(database, *base);
  cache::facts::save(database, given_up_fact(base->database_id), video_id);
  cache::bases::remove(database, base->source_id);
}

}  // namespace

void take_edits(Change& change, const Binding& binding, const cache::Values& before,
                const cache::Values& shown) {
  for (const auto& bound : binding.properties) {
    const auto value = shown.find(std::string(bound.name));
    if (value == shown.end()) continue;
    const auto known = before.find(std::string(bound.name));
    const auto old = known == before.end() ? std::string() : known->second;
    if (value->second == old && (known != before.end() || !blank_is_news(change, bound, before)))
      continue;
    take_edit(change, bound,
              {.property = bound.name,
               .before = old,
               .shown = value->second,
               .known = known != before.end()});
  }
}

void save_change(cache::Database& database, const Change& change) {
  const auto& subject = change.subject;
  const auto& video = subject.video;
  if (subject.item) cache::items::save(database, *subject.item);
  if (!subject.item) cache::videos::save(database, video);
  for (const auto& fill : subject.fills) cache::fills::save(database, fill);
  if (change.again) retry_item(database, *subject.item);
  if (change.retry && subject.item) cache::jobs::remove_of_owner(database, subject.item->id);
  if (change.retry && !subject.item) retry_video(database, video.id);
  if (change.forget) forget_details(database, video.id);
  cache::videos::touch(database, video.id);
}

std::map<std::string, int> numbers_of(const std::vector<cache::Item>& items) {
  std::map<std::string, int> numbers;
  for (const auto& item : items) {
    if (item.state != cache::ItemState::live || item.text.empty()) continue;
    numbers.emplace(item.id, static_cast<int>(numbers.size()) + 1);
  }
  return numbers;
}

}  // namespace storyreel::notion
