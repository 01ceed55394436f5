#include "pipeline/planned.hpp"

#include <algorithm>

#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::pipeline {
namespace {

/// Nobody makes, or buys, again what only can't be looked at: whoever needs it will say so.
bool stands(const cache::Artifact& artifact, const Store& store) {
  try {
    return store.sound(artifact, false);
  } catch (const Error&) {
    return true;
  }
}

/// Sets what exists; the keys of what is broken.
std::vector<std::string> look_for(cache::Database& database, Planned& planned, const Store& store,
                                  const Inputs& given) {
  std::vector<std::string> broken;
  planned.existing.clear();
  for (const auto& [key, input] : given) planned.existing.insert(key);
  for (const auto& target : planned.targets) {
    const auto artifact = cache::artifacts::find(database, target.key);
    if (!artifact) continue;
    if (stands(*artifact, store)) {
      planned.existing.insert(target.key);
    } else {
      cache::artifacts::remove(database, target.key);
      broken.push_back(target.key);
    }
  }
  planned.existing = as_good_as_existing(planned.targets, std::move(planned.existing));
  return broken;
}

void forget(std::vector<Sentence>& sentences, const std::vector<std::string>& keys) {
  for (auto& sentence : sentences)
    std::erase_if(sentence.made, [&](const cache::Origin& made) {
      return std::ranges::find(keys, made.artifact) != keys.end();
    });
}

}  // namespace

Planned plan_film(cache::Database& database, const cache::Video& video,
                  std::vector<Sentence>& sentences, const std::string& language, const Store& store,
                  const Rules& rules) {
  Planned planned;
  for (;;) {
    planned.timeline = narrated(video, sentences, language, rules.recipe);
    planned.targets = targets(planned.timeline);
    const auto broken = look_for(database, planned, store, rules.given);
    if (broken.empty()) return planned;
    // What was kept may be among them: then who makes things now makes it.
    forget(sentences, broken);
    planned.damaged.insert(planned.damaged.end(), broken.begin(), broken.end());
  }
}

}  // namespace storyreel::pipeline
