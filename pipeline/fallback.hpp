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

/// The second choice, the key of what it makes, and of what either would buy for that.
struct StandIn {
  Maker maker;
  std::string key;
  std::string first_call{};
  std::string second_call{};
};

/// nullopt: there is none.
std::optional<StandIn> stand_in(const RenderJob& job, const Providers& providers,
                                const config::Settings& settings, const Recipe& recipe);

/// What the record says before anybody is asked. Whoever has a job of what the row wants now, or
/// brought what is not kept yet, goes on with it.
struct Before {
  bool begun_by_first = false;
  bool begun_by_second = false;
  std::optional<cache::Artifact> made;  ///< what the second choice made of the same
};

/// Runs inside Cache::read. Throws Error where nobody can say.
Before look_before(cache::Database& database, const Store& store, const std::string& video_id,
                   const RenderJob& job, const StandIn& other);

/// Whether it is the second choice's turn.
bool is_its_turn(const RenderJob& job, const Providers& providers, const Before& before);

}  // namespace storyreel::pipeline
