#include <iostream>

#include "cache/repository.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/commands/status_report.hpp"
#include "daemon/runtime/service.hpp"

namespace storyreel::commands {
namespace {

constexpr bool rests(cache::VideoStatus status) {
  return status == cache::VideoStatus::complete || status == cache::VideoStatus::paused;
}

StudioReport studio_report(cache::Database& database, const config::Settings& settings) {
  StudioReport studio{.holder = StateLock::holder(settings.state.directory),
                      .log = (settings.state.directory / "log" / "status.log").string(),
                      .videos = {}};
  const auto videos = cache::videos::all(database);
  // What is at work or in trouble comes first, what rests last.
  for (const bool resting : {false, true}) {
    for (const auto& video : videos) {
      if (video.trashed || rests(video.status) != resting) continue;
      studio.videos.push_back(report(database, video));
    }
  }
  return studio;
}

}  // namespace

int status(const Arguments& arguments) {
  const auto settings = commands::settings(arguments);
  const auto opened = database(settings);
  auto studio = studio_report(*opened, settings);
  if (!arguments.video.empty()) {
    studio.videos = {report(*opened, one_video(*opened, arguments.video))};
  }
  if (arguments.json) {
    print_json(std::cout, studio);
  } else if (!arguments.video.empty()) {
    print_in_depth(std::cout, studio.videos.front());
  } else {
    print(std::cout, studio);
  }
  return 0;
}

}  // namespace storyreel::commands
