#include "pipeline/recorder.hpp"

#include <fmt/format.h>

namespace storyreel::pipeline {
namespace {

using cache::Database;

}  // namespace

Task<> Recorder::made(Target target, Context context, Made made) {
  struct Save {
    std::string video;
    Target target;
    Made made;
    void operator()(Database& database) const {
      save_made(database, video, target, made.artifacts, made.origin);
    }
  };
  const auto took = made.artifacts.front().took;
  const auto& about = words(target.stage);
  const auto by =
      made.origin && !made.origin->instead_of.empty()
          ? fmt::format(" by {}, as {} rests", made.origin->maker, made.origin->instead_of)
          : std::string();
  co_await cache_.write(Save{context.video, std::move(target), std::move(made)});
  if (count_) count_(about.name, took);
  log_.write({.level = about.done.empty() ? Level::debug : Level::info,
              .video = context.title,
              .place = context.place,
              .what = about.done.empty() ? fmt::format("{} made", about.artifact)
                                         : std::string(about.done) + by,
              .took = took});
}

Task<> Recorder::written(Context context, std::vector<cache::Fill> fills, std::size_t prompts,
                         std::string by, milliseconds took) {
  struct Save {
    std::string video;
    std::vector<cache::Fill> fills;
    void operator()(Database& database) const { save_fills(database, video, fills); }
  };
  co_await cache_.write(Save{context.video, std::move(fills)});
  if (prompts > 0)
    log_.write({.video = context.title,
                .what = fmt::format("{} prompt{} written{}", prompts, prompts == 1 ? "" : "s",
                                    by.empty() ? "" : " by " + by),
                .took = took});
}

Task<> Recorder::failed(FailedStep step, Context context) {
  struct Save {
    FailedStep step;
    std::string operator()(Database& database) const { return save_failure(database, step); }
  };
  const auto error = co_await cache_.write(Save{std::move(step)});
  log_.write({.level = error.empty() ? Level::warning : Level::error,
              .video = context.title,
              .place = context.place,
              .what = error.empty() ? "a stored file was damaged and is made again" : error,
              .took = {}});
}

}  // namespace storyreel::pipeline
