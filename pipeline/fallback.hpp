#pragma once

#include <optional>
#include <string>

#include "cache/cache.hpp"
#include "cache/records.hpp"
#include "config/settings.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/stages/render.hpp"
#include "pipeline/store.hpp"

/// Who makes a picture or voice while the first choice rests.
namespace storyreel::pipeline {

/// The second choice, and the key of what it makes.
struct StandIn {
  Maker maker;
  std::string key;
};

/// nullopt: there is none, or it is not its turn.
std::optional<StandIn> stand_in(const RenderJob& job, const Providers& providers,
                                const config::Settings& settings, const Recipe& recipe);

/// What the record says before the second choice is asked.
struct Before {
  /// The first choice has a job of the target, or what it brought is not kept yet.
  bool under_way = false;
  std::optional<cache::Artifact> made;  ///< what the second choice made of the same
};

/// Runs inside Cache::read. Throws Error where nobody can say.
Before look_before(cache::Database& database, const Store& store, const std::string& video_id,
                   const Target& target, const StandIn& other);

}  // namespace storyreel::pipeline
