#pragma once

#include <set>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// What a video needs, and what of it stands.
struct Planned {
  Timeline timeline;
  std::vector<Target> targets;
  std::set<std::string> existing;    ///< keys, of given files too
  std::vector<std::string> damaged;  ///< keys of what was found broken, and is forgotten
};

/// Plans the narrated film. What turns out to be broken is removed from the record and from what
/// was made for `sentences`, and planned without. Runs inside Cache::write.
Planned plan_film(cache::Database& database, const cache::Video& video,
                  std::vector<Sentence>& sentences, const std::string& language, const Store& store,
                  const Rules& rules);

}  // namespace storyreel::pipeline
