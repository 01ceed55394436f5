#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// make for videos: compares what every video needs with what exists, and makes what is missing.
class Work {
 public:
  /// `changed` is called whenever a result was committed, so that it can be pushed.
  /// `public_url` is where /media is reached: "http://127.0.0.1:8480/media".
  Work(Executor loop, cache::Cache& cache, Offload& offload, Store& store, Providers& providers,
       StatusLog& log, const config::Settings& settings, std::string public_url,
       std::function<void()> changed);
  ~Work();

  /// Makes everything that can be made now, planning anew after every step. A failure stands on the
  /// row or video it belongs to. When cancelled, what runs is stopped and waited for; what is being
  /// bought has a few seconds first to come to its end, or it would be bought again.
  Task<Pass> pass();

  /// From now on nobody waits for what is only looked at again, such as views of a video.
  void hurry();

  /// While held, nothing new is begun; what runs comes to its end. Wake the loop after letting go.
  void hold(bool hold_it);
  bool held() const;

  /// How long what is being bought may go on when a pass is cancelled. 0: as if the process ended.
  void grace(milliseconds how_long);

  /// Steps that run now.
  std::size_t running() const;

  /// Calls `count` whenever something was made: its stage ("illustrate") and how long it took.
  void on_made(std::function<void(std::string_view stage, milliseconds took)> count);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How far a stage of a video is, for people who watch.
struct StageCount {
  std::string_view stage;  ///< "sentences", "prompts", "pictures", "voices", "clips", "film"
  int done = 0;
  int total = 0;
};
std::vector<StageCount> stage_counts(cache::Database& database, const std::string& video_id);

}  // namespace storyreel::pipeline
