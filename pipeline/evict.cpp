#include "pipeline/evict.hpp"

#include "cache/repository.hpp"
#include "cache/usage.hpp"
#include "pipeline/stages/write.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Artifact;
using cache::Database;

bool is_rendered_part(const Artifact& artifact) {
  for (const auto stage : {Stage::sound, Stage::bed, Stage::mix, Stage::body, Stage::join})
    if (artifact.kind == words(stage).artifact) return true;
  return false;
}

void add_parts(Database& database, const std::string& video, const Rules& rules,
               std::set<std::string>& keys) {
  const auto snapshot = load_snapshot(database, video);
  if (!snapshot) return;
  const auto language = wanted_writing(*snapshot, rules.text, rules.settle, now()).known_language;
  const auto film = narrated(snapshot->video, sentences_of(*snapshot), language, rules.recipe);
  for (const auto& target : targets(film)) keys.insert(target.key);
}

/// The parts of all films that are still to be made.
std::set<std::string> parts_in_use(Database& database, const Rules& rules) {
  std::set<std::string> keys;
  for (const auto& video : cache::videos::all(database))
    if (!video.trashed && video.status != cache::VideoStatus::complete)
      add_parts(database, video.id, rules, keys);
  return keys;
}

}  // namespace

Evicted evict(Database& database, const Store& store, std::int64_t limit,
              const std::function<bool(const Artifact&)>& may_go) {
  Evicted result{.left = cache::artifacts::total_bytes(database)};
  if (limit == 0 || result.left <= limit) return result;
  for (const auto& artifact : cache::artifacts::by_use(database)) {
    if (result.left <= limit) break;
    if (!may_go(artifact)) continue;
    store.remove(artifact);
    cache::artifacts::remove(database, artifact.key);
    result.files += 1;
    result.bytes += artifact.bytes;
    result.left -= artifact.bytes;
  }
  return result;
}

Evicted evict_studio(Database& database, const Store& store, std::int64_t limit,
                     const Rules& rules) {
  if (limit == 0 || cache::artifacts::total_bytes(database) <= limit)
    return evict(database, store, 0, {});
  const auto in_use = parts_in_use(database, rules);
  return evict(database, store, limit, [&](const Artifact& artifact) {
    return is_rendered_part(artifact) && !in_use.contains(artifact.key);
  });
}

}  // namespace storyreel::pipeline
