#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string_view>
#include <thread>

#include "cache/repository.hpp"
#include "cache/usage.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/commands/status_report.hpp"
#include "daemon/control.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/service.hpp"
#include "notion/due.hpp"
#include "pipeline/purse.hpp"

namespace storyreel::commands {
namespace {

constexpr seconds kLook{2};
// The cursor goes home and what stood on the screen is cleared.
constexpr std::string_view kClear = "\x1b[H\x1b[2J";

constexpr bool rests(cache::VideoStatus status) {
  return status == cache::VideoStatus::complete || status == cache::VideoStatus::paused;
}

SweepReport sweep_report(cache::Database& database, const config::Notion& settings) {
  SweepReport sweep;
  for (const auto& each : cache::bases::details(database)) {
    if (notion::at_work(each.status, each.edited_at, now())) continue;
    ++sweep.videos;
    if (each.swept_at)
      sweep.oldest = std::min(sweep.oldest.value_or(*each.swept_at), *each.swept_at);
  }
  sweep.period = notion::sweep_period(sweep.videos, settings.requests_per_minute);
  return sweep;
}

// Who may not ask, or asks another version, still sees what the record says.
std::optional<Live> live(const config::Settings& settings) {
  try {
    return ask_live(control_socket(settings.state.directory));
  } catch (const Error&) {
    return std::nullopt;
  }
}

StudioReport studio_report(cache::Database& database, const config::Settings& settings,
                           std::size_t most) {
  const auto base = cache::bases::videos(database);
  StudioReport studio{.holder = StateLock::holder(settings.state.directory),
                      .log = (settings.state.directory / "log" / "status.log").string(),
                      .live = live(settings),
                      .all_paused = all_paused(database),
                      .dollars_per_day = settings.limits.dollars_per_day,
                      .counts = cache::videos::counts(database),
                      .sweep = sweep_report(database, settings.notion),
                      .store_bytes = cache::artifacts::total_bytes(database),
                      .store_limit = settings.state.store_limit,
                      .day = cache::ledger::since(database, now() - pipeline::kSpendingDay),
                      .wrong = base ? base->schema_error : "",
                      .videos = {}};
  const auto videos = cache::videos::all(database);
  // What is at work or in trouble comes first, what rests last.
  for (const bool resting : {false, true}) {
    for (const auto& video : videos) {
      if (studio.videos.size() == most) return studio;
      if (video.trashed || rests(video.status) != resting) continue;
      studio.videos.push_back(report(database, video));
    }
  }
  return studio;
}

void show(const Arguments& arguments, const config::Settings& settings) {
  const auto opened = database(settings);
  const bool one = !arguments.video.empty();
  const auto most = one ? 0 : arguments.json ? SIZE_MAX : kVideosOnAScreen;
  auto studio = studio_report(*opened, settings, most);
  if (one) {
    studio.videos = {report(*opened, one_video(*opened, arguments.video))};
  }
  if (arguments.json) {
    print_json(std::cout, studio);
  } else if (one) {
    print_in_depth(std::cout, studio.videos.front());
  } else {
    print(std::cout, studio);
  }
}

}  // namespace

int status(const Arguments& arguments) {
  const auto settings = settings_without_secrets(arguments);
  for (;;) {
    if (arguments.watch && on_terminal()) std::cout << kClear;
    show(arguments, settings);
    if (!arguments.watch || !std::cout.flush()) return 0;
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace storyreel::commands
