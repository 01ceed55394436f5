#include "pipeline/preview.hpp"

#include "cache/repository.hpp"
#include "pipeline/outcome.hpp"
#include "pipeline/script_source.hpp"
#include "pipeline/standing.hpp"
#include "pipeline/text/text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;

/// Prompts that are still to be written are as good as any for counting what comes of them.
constexpr std::string_view kAnyPrompt = "to be written";

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

void count_targets(Preview& result, Database& database, const Advance& advance,
                   const Rules& rules) {
  auto sentences = advance.sentences;
  for (auto& sentence : sentences)
    if (sentence.prompt.empty()) sentence.prompt = kAnyPrompt;
  const auto all = targets(
      narrated(advance.after.video, sentences, advance.writing.known_language, rules.recipe));
  const auto existing = existing_of(database, all, rules);
  std::set<std::string> seen = existing;
  for (const auto& target : all)
    if (seen.insert(target.key).second) ++result.missing[target.stage];
  result.bought = estimate(all, existing, sentences, rules.tariffs);
}

}  // namespace

std::optional<Preview> preview(Database& database, const std::string& video_id, const Store& store,
                               Rules rules) {
  // What a person types now is what is asked about.
  rules.settle = milliseconds{0};
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
  count_targets(result, database, *advanced, rules);
  return result;
}

}  // namespace storyreel::pipeline
