#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/outcome.hpp"
#include "pipeline/plan.hpp"

namespace storyreel::pipeline {

/// What a step needs to know about the video it belongs to.
struct Context {
  std::string video;  ///< id
  std::string title;
  std::string place{};  ///< "sentence 3/24"
};

/// What came of a step.
struct Made {
  std::vector<cache::Artifact> artifacts;  ///< the target's own first
  std::optional<cache::Origin> origin;     ///< of what comes from a provider
};

/// Commits how steps ended, and tells it: in the status log, and whoever counts. Loop thread.
class Recorder {
 public:
  using Count = std::function<void(std::string_view stage, milliseconds took)>;

  /// Both outlive it.
  Recorder(cache::Cache& cache, StatusLog& log) : cache_(cache), log_(log) {}

  /// Calls `count` whenever something was made.
  void on_made(Count count) { count_ = std::move(count); }

  Task<> made(Target target, Context context, Made made);
  /// `by`: who wrote in place of the first choice; empty: the first.
  Task<> written(Context context, std::vector<cache::Fill> fills, std::size_t prompts,
                 std::string by, milliseconds took);
  Task<> failed(FailedStep step, Context context);

 private:
  cache::Cache& cache_;
  StatusLog& log_;
  Count count_;
};

}  // namespace storyreel::pipeline
