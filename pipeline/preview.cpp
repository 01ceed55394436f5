#include "pipeline/preview.hpp"

#include <algorithm>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "pipeline/inherit.hpp"
#include "pipeline/outcome.hpp"
#include "pipeline/recall.hpp"
#include "pipeline/script_source.hpp"
#include "pipeline/standing.hpp"
#include "pipeline/text/text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;

std::size_t take_script(Database& database, const Snapshot& snapshot, const Rules& rules) {
  if (!wants_ingest(snapshot, rules.scripts, rules.settle, now())) return 0;
  const auto& script = script_of(snapshot.video, rules.scripts);
  const auto all = passages(script, detect_language(script));
  save_passages(database, snapshot.video.id, script, all);
  return all.size();
}

std::set<std::string> existing_of(Database& database, const std::vector<Target>& targets,
                                  const Rules& rules) {
  std::set<std::string> existing;
  for (const auto& [key, input] : rules.given) existing.insert(key);
  for (const auto& target : targets)
    if (cache::artifacts::find(database, target.key)) existing.insert(target.key);
  return as_good_as_existing(targets, std::move(existing));
}

/// What was refused, and what is made of that, which its user has to do something about.
std::set<std::string> waiting(const std::vector<Target>& all, const Snapshot& snapshot) {
  std::set<std::string> keys;
  for (const auto& target : all) {
    const auto* job = snapshot.job(target.owner, words(target.stage).name);
    const bool refused = job && job->key == target.key && !job->error.empty() && !job->next;
    const bool lacking = std::ranges::any_of(
        target.needs, [&](const std::string& key) { return keys.contains(key); });
    if (refused || lacking) keys.insert(target.key);
  }
  return keys;
}

/// The limit that is reached before all is bought.
std::string limit_of(Database& database, const std::vector<Target>& all, std::set<std::string> seen,
                     const Timeline& film, const Rules& rules) {
  const auto at = now();
  Purse purse(rules.limits, cache::ledger::of_video_in_all(database, film.owner),
              cache::ledger::since(database, at - kSpendingDay), at);
  for (const auto& target : all) {
    const auto cost = cost_of(target, film, rules.tariffs);
    if (cost && seen.insert(target.key).second && !purse.take(cost->dollars)) break;
  }
  return purse.reached();
}

void count_targets(Preview& result, Database& database, const Advance& advance,
                   const Rules& rules) {
  const auto film = anticipated(advance.after.video, advance.sentences,
                                advance.writing.known_language, rules.recipe);
  const auto all = targets(film);
  auto done = existing_of(database, all, rules);
  done.merge(waiting(all, advance.after));
  add_recalled(done, advance.after, all);
  std::set<std::string> seen = done;
  for (const auto& target : all)
    if (seen.insert(target.key).second) ++result.missing[target.stage];
  result.bought = estimate(all, done, film, rules.tariffs);
  result.limit = limit_of(database, all, done, film, rules);
}

}  // namespace

std::optional<Preview> preview(Database& database, const std::string& video_id, const Store& store,
                               Rules rules) {
  // What a person types now is what is asked about.
  rules.settle = milliseconds{0};
  inherit(database, rules);
  const auto snapshot = load_snapshot(database, video_id);
  if (!snapshot || snapshot->video.trashed) return std::nullopt;
  Preview result{.title = snapshot->video.title, .approved = snapshot->video.approved};
  result.reads = wants_reading(*snapshot, rules.settle, now());
  result.composes = wants_script(*snapshot, rules.scripts, rules.settle, now());
  result.sentences = take_script(database, *snapshot, rules);
  const auto advanced = advance(database, video_id, store, rules, {}, {});
  if (!advanced) return std::nullopt;
  result.error = advanced->after.video.error;
  if (snapshot->paused() || snapshot->halted()) return result;
  result.prompts = advanced->writing.prompts.size();
  result.describes = advanced->writing.description;
  if (std::ssize(advanced->sentences) <= rules.most_sentences)
    count_targets(result, database, *advanced, rules);
  return result;
}

}  // namespace storyreel::pipeline
