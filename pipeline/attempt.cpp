#include "pipeline/attempt.hpp"

#include <optional>

#include "cache/usage.hpp"
#include "pipeline/fallback.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/stages/make.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Artifact;
using cache::Database;

/// Of what comes from a provider.
std::optional<cache::Origin> origin_in(const RenderJob& job, const Recipe& recipe,
                                       const Maker& maker) {
  const auto stage = job.target.stage;
  if (stage != Stage::illustrate && stage != Stage::speak) return std::nullopt;
  return origin_of(job.target, job.sentence, job.timeline.language, recipe, maker);
}

/// The inputs; they count as used.
struct Load {
  Target target;
  std::vector<Artifact> operator()(Database& database) const {
    cache::artifacts::used(database, target.needs, now());
    return load_inputs(database, target);
  }
};

struct LookBefore {
  std::string video;
  RenderJob job;
  StandIn other;
  const Store* store;
  Before operator()(Database& database) const {
    return look_before(database, *store, video, job, other);
  }
};

}  // namespace

Task<Made> attempt(Bench bench, RenderJob job, Context context, Till& till) {
  auto artifacts = co_await bench.cache.write(Load{job.target});
  const auto stage = job.target.stage;
  Made made{.artifacts = {}, .origin = origin_in(job, bench.recipe, maker_of(stage, bench.recipe))};
  if (const auto other = stand_in(job, bench.providers, bench.settings, bench.recipe)) {
    const auto before =
        co_await bench.cache.read(LookBefore{context.video, job, *other, &bench.store});
    if (is_its_turn(job, bench.providers, before)) {
      job.by_fallback = true;
      job.target.key = other->key;
      made.origin = origin_in(job, bench.recipe, other->maker);
      if (before.made && is_sound(bench.store, *before.made, false)) {
        made.artifacts = {*before.made};
        co_return made;
      }
    }
  }
  made.artifacts = co_await make(
      bench.providers, bench.offload, bench.store, std::move(job), std::move(artifacts),
      [](double) {}, till);
  co_return made;
}

}  // namespace storyreel::pipeline
