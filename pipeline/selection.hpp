#pragma once

#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/origins.hpp"
#include "cache/records.hpp"
#include "pipeline/plan.hpp"

/// Which picture and voice of a row are in force. Each runs inside Cache::write.
namespace storyreel::pipeline {

/// Selects the candidate of this item, kind and artifact among `known`, or makes it, and notes
/// where it comes from.
void select_made(cache::Database& database, const cache::Origin& origin,
                 const std::vector<cache::Candidate>& known);

/// Selects what stands: what was selected before an edit is so selected again when the edit is
/// taken back.
void select_standing(cache::Database& database, const Target& target, const Sentence& sentence,
                     const std::string& language, const Recipe& recipe,
                     const std::vector<cache::Candidate>& known);

}  // namespace storyreel::pipeline
