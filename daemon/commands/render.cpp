#include <iostream>
#include <mutex>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/progress.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/store.hpp"
#include "pipeline/work.hpp"

namespace storyreel::commands {
namespace {

constexpr int kInterrupted = 1;
constexpr int kThreads = 2;

/// Progress of the stages as they come, from whichever thread.
class Watch {
 public:
  void operator()(std::string_view stage, double share) {
    const std::scoped_lock guard(mutex_);
    if (stages_.empty() || stages_.back().name != stage) {
      stages_.push_back({.name = std::string(stage)});
    }
    stages_.back().share = share;
    stages_.back().detail = std::to_string(static_cast<int>(share * 100)) + " %";
    board_.show(stages_);
  }

 private:
  std::mutex mutex_;
  std::vector<Stage> stages_;
  ProgressBoard board_{std::cout, on_terminal()};
};

Task<int> render_film(config::Settings settings, std::string video, std::filesystem::path out) {
  const auto opened = database(settings);
  const auto found = one_video(*opened, video);
  Offload offload(settings.render.threads > 0 ? settings.render.threads : kThreads);
  pipeline::Store store(settings.state.directory / "artifacts");
  Watch watch;
  co_await pipeline::render_to(*opened, offload, store, settings, found.id, out, std::ref(watch));
  std::cout << "the film of " << one_line(found.title, 60) << " is " << out.string() << '\n';
  co_return 0;
}

}  // namespace

int render(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  return run_main(
      [&](const Executor&) { return render_film(settings, arguments.video, arguments.out); },
      kInterrupted);
}

}  // namespace storyreel::commands
