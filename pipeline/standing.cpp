#include "pipeline/standing.hpp"

#include <algorithm>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/planned.hpp"
#include "pipeline/publish.hpp"
#include "pipeline/recall.hpp"
#include "pipeline/selection.hpp"
#include "pipeline/summary.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;

// A finished video is looked at again, so that a file damaged behind our back is noticed.
constexpr std::chrono::minutes kRecheck{60};

/// The contact sheet is filled in as the page's cover: the user's own stays. True when it is news.
bool fill_cover(Database& database, const Snapshot& before, const std::string& key,
                const Rules& rules) {
  const auto shown = shown_as(database, published(database, key), before.video.id, rules);
  const auto* known = before.fill(before.video.id, property::kCover);
  if (shown.empty() || (known && known->ours == shown)) return false;
  cache::Fill fill = known ? *known : cache::Fill{};
  fill.owner_id = before.video.id;
  fill.property = property::kCover;
  fill.ours = shown;
  fill.inputs = key;
  cache::fills::save(database, fill);
  return true;
}

/// What is on its way to the store leaves the link that stood before.
void show_picture(Database& database, cache::Item& item, const std::string& key,
                  const Rules& rules) {
  const auto publication = published(database, key);
  if (auto link = link_to(database, publication, item.video_id, rules))
    item.picture_link = *std::move(link);
  const auto shown = shown_as(database, publication, item.video_id, rules);
  item.image = shown.empty() ? item.picture_link : shown;
}

void show_film(Database& database, cache::Video& video, const std::string& key,
               const Rules& rules) {
  video.film = key;
  if (auto link = link_to(database, published(database, key), video.id, rules))
    video.render = *std::move(link);
}

/// Links stand in Notion for as long as nothing else is made, which may be years.
void renew_links(Database& database, Advance& advance, const Rules& rules) {
  for (auto& item : advance.after.items) {
    const bool by_link = item.image == item.picture_link;
    item.picture_link = renewed(database, item.picture_link, rules);
    if (by_link) item.image = item.picture_link;
  }
  advance.after.video.render = renewed(database, advance.after.video.render, rules);
  const auto* cover = advance.before.fill(advance.before.video.id, property::kCover);
  if (!cover) return;
  auto fill = *cover;
  fill.ours = renewed(database, fill.ours, rules);
  advance.covered |= fill.ours != cover->ours;
  cache::fills::save(database, fill);
}

/// Pictures and voices that exist are selected, and what people are to see gets its link.
void publish(Database& database, Advance& advance, const std::vector<cache::Candidate>& candidates,
             const std::set<std::string>& existing, const Rules& rules) {
  if (rules.store) renew_links(database, advance, rules);
  for (const auto& target : advance.targets) {
    if (!existing.contains(target.key)) continue;
    if (target.stage == Stage::illustrate || target.stage == Stage::speak)
      select_standing(database, target, advance.sentences[target.at], advance.timeline.language,
                      rules.recipe, candidates);
    if (target.stage == Stage::illustrate)
      show_picture(database,
                   *std::ranges::find(advance.after.items, target.owner, &cache::Item::id),
                   target.key, rules);
    if (target.stage == Stage::sheet)
      advance.covered |= fill_cover(database, advance.before, target.key, rules);
    if (target.stage == Stage::film) show_film(database, advance.after.video, target.key, rules);
  }
}

void save_changes(Database& database, Advance& advance) {
  bool changed = advance.covered || advance.after.video != advance.before.video;
  for (std::size_t i = 0; i < advance.after.items.size(); ++i) {
    if (advance.after.items[i] == advance.before.items[i]) continue;
    cache::items::save(database, advance.after.items[i]);
    changed = true;
  }
  if (!changed) return;
  cache::videos::save(database, advance.after.video);
  advance.after.video.revision = cache::videos::find(database, advance.after.video.id)->revision;
}

std::optional<Time> earliest(std::optional<Time> a, std::optional<Time> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// When settling of the body or of a sentence ends.
std::optional<Time> next_settled(const Advance& advance, milliseconds settle, Time now) {
  std::optional<Time> next;
  const auto consider = [&](Time changed_at) {
    if (changed_at + settle > now) next = earliest(next, changed_at + settle);
  };
  consider(advance.after.video.changed_at);
  for (const auto& sentence : advance.sentences) consider(sentence.changed_at);
  return next;
}

std::optional<Time> next_try(const Snapshot& snapshot, Time now) {
  std::optional<Time> next;
  for (const auto stage : {kReadStage, kScriptStage, kIngestStage, kWriteStage}) {
    const auto* job = snapshot.job(snapshot.video.id, stage);
    if (job && job->next && *job->next > now) next = earliest(next, job->next);
  }
  for (const auto& job : snapshot.jobs)
    if (job.stage == cache::kShownPicture && job.next && *job.next > now)
      next = earliest(next, job.next);
  return next;
}

std::size_t& slots_for(const Target& target, Slots& slots, const Tariffs& tariffs) {
  if (!is_bought(target, tariffs)) return slots.here;
  return target.stage == Stage::illustrate ? slots.pictures : slots.voices;
}

/// Chooses what to begin of what could be.
void begin(Advance& result, const std::vector<Target>& ready, Slots slots, Purse& purse,
           const Tariffs& tariffs) {
  for (const auto& target : ready) {
    auto& left = slots_for(target, slots, tariffs);
    if (left == 0) {
      result.more = true;
      continue;
    }
    const auto cost = cost_of(target, result.timeline, tariffs);
    if (cost && !purse.take(cost->dollars)) continue;
    --left;
    result.begin.push_back(target);
  }
  result.held = purse.reached();
}

/// A blank title becomes that of the video at the URL.
void fill_title(cache::Video& video, milliseconds settle, Time now) {
  if (!video.title.empty() || !was_read(video) || video.changed_at + settle > now) return;
  video.title = video.site_title;
}

/// What was spent, and until approval what is going to be. No film is made of too many sentences.
void count_cost(Advance& result, const cache::Spent& spent, const std::set<std::string>& existing,
                const Rules& rules) {
  auto& video = result.after.video;
  video.cost = known_cost(spent);
  if (video.approved || !rules.tariffs.any()) return;
  const auto film =
      anticipated(video, result.sentences, result.writing.known_language, rules.recipe);
  const bool too_long = std::ssize(result.sentences) > rules.most_sentences;
  const auto all = targets(film);
  auto done = existing;
  add_recalled(done, result.after, all);
  video.estimated_cost = too_long ? std::nullopt : estimate(all, done, film, rules.tariffs).dollars;
}

}  // namespace

bool may_write(const Snapshot& snapshot, const std::string& key, Time now) {
  const auto* job = snapshot.job(snapshot.video.id, kWriteStage);
  return !(job && job->key == key && rests(job, now)) && !snapshot.paused();
}

bool may_make(const Snapshot& snapshot, std::size_t sentences, int most_sentences) {
  const auto& video = snapshot.video;
  return video.approved && !snapshot.job(video.id, kBodyOwed) && !snapshot.paused() &&
         !video.trashed && !snapshot.halted() &&
         sentences <= static_cast<std::size_t>(most_sentences);
}

std::optional<Advance> advance(Database& database, const std::string& video_id, const Store& store,
                               const Rules& rules, std::set<std::string> running, Slots slots) {
  auto snapshot = load_snapshot(database, video_id);
  if (!snapshot) return std::nullopt;
  const auto at = now();
  Advance result{.before = *snapshot};
  fill_title(snapshot->video, rules.settle, at);
  result.after = *snapshot;
  result.writing = wanted_writing(*snapshot, rules.settle, at);
  result.sentences = sentences_of(*snapshot);
  for (auto stale : result.writing.prompts) result.sentences[stale].prompt.clear();
  const bool may = may_make(*snapshot, result.sentences.size(), rules.most_sentences);
  const auto candidates = cache::candidates::of_video(database, video_id);
  // Before the first approval nothing can exist; thousands of look-ups for each row are spared.
  Planned planned;
  if (may || !candidates.empty())
    planned = plan_film(database, snapshot->video, result.sentences, result.writing.known_language,
                        store, rules);
  result.timeline = std::move(planned.timeline);
  result.targets = std::move(planned.targets);
  result.damaged = std::move(planned.damaged);
  auto& existing = planned.existing;

  auto next =
      ready(result.targets, existing, running, result.sentences, *snapshot, rules.settle, at);
  const auto spent = cache::ledger::of_video_in_all(database, video_id);
  Purse purse(rules.limits, spent, cache::ledger::since(database, at - kSpendingDay), at);
  if (may) begin(result, next.now, slots, purse, rules.tariffs);
  count_cost(result, spent, existing, rules);
  for (const auto& target : result.begin) running.insert(target.key);
  publish(database, result, candidates, existing, rules);
  if (result.writing.empty() && snapshot->job(video_id, kWriteStage))
    cache::jobs::remove(database, video_id, kWriteStage);
  summarise(result.after,
            {.writing = result.writing.key(),
             .sentences = result.sentences,
             .targets = result.targets,
             .existing = std::move(existing),
             .running = std::move(running),
             .body_differs = !snapshot->video.taken_body.empty() && !snapshot->video.body.empty() &&
                             sha256(snapshot->video.body) != snapshot->video.taken_body,
             .scripts = rules.scripts,
             .held = result.held,
             .most_sentences = rules.most_sentences,
             .settle = rules.settle,
             .now = at});
  save_changes(database, result);
  result.again_at = earliest(
      reads_again_at(snapshot->video),
      earliest(earliest(next.next, next_settled(result, rules.settle, at)),
               earliest(next_try(*snapshot, at), earliest(purse.again_at(), at + kRecheck))));
  return result;
}

}  // namespace storyreel::pipeline
