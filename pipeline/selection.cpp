#include "pipeline/selection.hpp"

#include <algorithm>

#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/keys.hpp"

namespace storyreel::pipeline {
namespace {

cache::Candidate candidate_of(const cache::Origin& origin) {
  cache::Candidate candidate;
  candidate.id = new_uuid();
  candidate.item_id = origin.item_id;
  candidate.kind = origin.kind;
  candidate.take = origin.take;
  candidate.artifact = origin.artifact;
  candidate.created_at = now();
  return candidate;
}

}  // namespace

void select_made(cache::Database& database, const cache::Origin& origin,
                 const std::vector<cache::Candidate>& known) {
  const auto found = std::ranges::find_if(known, [&](const cache::Candidate& candidate) {
    return candidate.item_id == origin.item_id && candidate.kind == origin.kind &&
           candidate.artifact == origin.artifact;
  });
  cache::candidates::select(database, found == known.end() ? candidate_of(origin) : *found);
  cache::origins::save(database, origin);
}

void select_standing(cache::Database& database, const Target& target, const Sentence& sentence,
                     const std::string& language, const Recipe& recipe,
                     const std::vector<cache::Candidate>& known) {
  const auto origin = std::ranges::find_if(sentence.made, [&](const cache::Origin& made) {
    return made.kind == words(target.stage).artifact && made.artifact == target.key;
  });
  const bool noted = origin != sentence.made.end() && !origin->inputs.empty();
  if (noted && origin->selected) return;
  // What isn't noted has the key of what would be made now.
  const auto& maker = maker_of(target.stage, recipe);
  select_made(database, noted ? *origin : origin_of(target, sentence, language, recipe, maker),
              known);
}

}  // namespace storyreel::pipeline
