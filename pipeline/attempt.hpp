#pragma once

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/recorder.hpp"
#include "pipeline/stages/render.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// What steps are made with. All of it outlives them.
struct Bench {
  cache::Cache& cache;
  Offload& offload;
  const Store& store;
  Providers& providers;
  const config::Settings& settings;
  const Recipe& recipe;
};

/// Loads what the job's target is made from and makes it; by the second choice while the first one
/// rests, and where the second has begun. What is bought goes through `till`. Nothing of it is
/// recorded yet. Throws as make() does. Loop thread.
Task<Made> attempt(Bench bench, RenderJob job, Context context, Till& till);

}  // namespace storyreel::pipeline
