#include <fmt/format.h>

#include "cache/words.hpp"
#include "pipeline/standing.hpp"

namespace storyreel::pipeline {

void tell(StatusLog& log, const Advance& advance) {
  const auto& video = advance.after.video;
  if (!advance.damaged.empty())
    log.write(
        {.level = Level::warning,
         .video = video.title,
         .what = fmt::format("{} stored file{} damaged or gone, made again", advance.damaged.size(),
                             advance.damaged.size() == 1 ? " was" : "s were")});
  if (video.status == advance.before.video.status) return;
  const bool failed = video.status == cache::VideoStatus::failed;
  log.write({.level = failed ? Level::error : Level::info,
             .video = video.title,
             .what = failed ? video.error : fmt::format("now {}", cache::word(video.status))});
}

}  // namespace storyreel::pipeline
