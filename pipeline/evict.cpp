#include "pipeline/evict.hpp"

#include "cache/repository.hpp"
#include "cache/usage.hpp"
#include "pipeline/stages/write.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Artifact;
using cache::Database;

/// Pictures and voices are somebody's work, and may have been paid for.
bool is_rendered(const Artifact& artifact) {
  return artifact.kind != words(Stage::illustrate).artifact &&
         artifact.kind != words(Stage::speak).artifact;
}

/// What people have the link of: the film, what stands beside it, the cover.
void add_shown(const Snapshot& snapshot, std::set<std::string>& keys) {
  keys.insert(snapshot.video.film);
  for (const auto* kind : {"subtitles", "captions", "recipe", "thumbnail"})
    keys.insert(companion_key(snapshot.video.film, kind));
  if (const auto* cover = snapshot.fill(snapshot.video.id, property::kCover))
    keys.insert(cover->inputs);
}

void add_in_use(Database& database, const cache::Video& video, const Rules& rules,
                std::set<std::string>& keys) {
  const auto snapshot = load_snapshot(database, video.id);
  if (!snapshot) return;
  add_shown(*snapshot, keys);
  if (video.status == cache::VideoStatus::complete) return;
  const auto language = wanted_writing(*snapshot, rules.settle, now()).known_language;
  const auto film = narrated(snapshot->video, sentences_of(*snapshot), language, rules.recipe);
  for (const auto& target : targets(film)) keys.insert(target.key);
}

/// What people see, and the parts of all films that are still to be made.
std::set<std::string> in_use_of(Database& database, const Rules& rules) {
  std::set<std::string> keys;
  for (const auto& video : cache::videos::all(database))
    if (!video.trashed) add_in_use(database, video, rules, keys);
  return keys;
}

}  // namespace

Evicted evict(Database& database, const Store& store, std::int64_t limit,
              const std::function<bool(const Artifact&)>& may_go) {
  Evicted result{.left = cache::artifacts::total_bytes(database)};
  if (limit == 0 || result.left <= limit) return result;
  cache::artifacts::each_by_use(database, [&](const Artifact& artifact) {
    if (!may_go(artifact)) return true;
    store.remove(artifact);
    cache::artifacts::remove(database, artifact.key);
    result.files += 1;
    result.bytes += artifact.bytes;
    result.left -= artifact.bytes;
    return result.left > limit;
  });
  return result;
}

Evicted evict_studio(Database& database, const Store& store, std::int64_t limit,
                     const Rules& rules) {
  if (limit == 0 || cache::artifacts::total_bytes(database) <= limit)
    return evict(database, store, 0, {});
  const auto in_use = in_use_of(database, rules);
  return evict(database, store, limit, [&](const Artifact& artifact) {
    return is_rendered(artifact) && !in_use.contains(artifact.key);
  });
}

}  // namespace storyreel::pipeline
