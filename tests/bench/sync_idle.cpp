#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

#include "daemon/runtime/files.hpp"
#include "tests/bench/sync_meter.hpp"
#include "tests/support/kept_folder.hpp"
#include "tests/support/large_studio.hpp"

namespace storyreel::test {
namespace {

constexpr auto kMore =
    "[media]\nhosting = [\"local\"]\npublic_url = \"http://127.0.0.1:8480/media\"\n";
constexpr auto kPatience = seconds(600);
constexpr auto kWindow = seconds(60);
// Of a core: what is below this in a second is rest.
constexpr double kBusy = 0.05;
constexpr int kRests = 5;

using Clock = std::chrono::steady_clock;

struct Size {
  std::size_t videos;
  std::size_t sentences;
};

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Where a studio of this size is made, and found again when $STORYREEL_STUDIOS names a folder that
/// keeps them.
std::filesystem::path folder_of(Size size) {
  const char* kept = std::getenv("STORYREEL_STUDIOS");
  if (!kept) return kept_folder();
  auto folder = std::filesystem::path(kept) / fmt::format("{}x{}", size.videos, size.sentences);
  std::filesystem::create_directories(folder);
  return folder;
}

/// A studio of finished videos, its workspace running.
Studio large_studio(Size size) {
  const auto folder = folder_of(size);
  const auto done = folder / "made";
  if (!std::filesystem::exists(done)) std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  Studio studio(folder, kMore);
  if (std::filesystem::exists(done)) return studio;
  const auto begin = Clock::now();
  studio.configure("poll_interval", "\"10s\"");
  studio.configure("settle", "\"20s\"");
  studio.configure("requests_per_minute", "180");
  REQUIRE(studio.command({"init"}).exit == 0);
  studio.stop_workspace();
  make_finished_videos(folder / "storyreel.toml", folder / "workspace", size.videos,
                       size.sentences);
  studio.start_workspace();
  write_file(done, "");
  std::printf("%zu videos of %zu sentences made in %.0f s\n", size.videos, size.sentences,
              since(begin));
  return studio;
}

/// Seconds until the first line `what` of this daemon.
double await_line(const Studio& studio, const std::string& what, int before,
                  Clock::time_point begin) {
  const bool there = eventually([&] { return studio.logged({what}) > before; }, kPatience);
  REQUIRE_MESSAGE(there, studio.log());
  return since(begin);
}

/// Seconds until the process rests: what it does of itself after a start is over. On a busy machine
/// it may want to work and not be let.
double await_rest(pid_t process, Clock::time_point begin) {
  const auto wanted = [process] {
    const auto used = usage(process);
    return used.cpu + used.queued;
  };
  auto before = wanted();
  int rests = 0;
  double rested = 0;
  const auto calm = [&] {
    const auto until_now = wanted();
    const bool busy = std::chrono::duration<double>(until_now - before).count() > kBusy;
    before = until_now;
    if (busy) rests = 0;
    if (!busy && ++rests == 1) rested = since(begin);
    return rests == kRests;
  };
  REQUIRE(eventually(calm, kPatience, seconds(1)));
  return rested;
}

void print_line(const char* what, double value, const char* unit, const char* goal) {
  std::printf("  %-44s %9.2f %-12s %s\n", what, value, unit, goal);
}

/// Looks at what nothing says has changed: bodies and rows of resting videos, and Videos as a
/// whole. A few videos are always asked for whole.
double sweeps_in(const Measured& idle, const std::string& videos_source, Size size) {
  constexpr std::size_t kOnePage = 100;
  return static_cast<double>(std::ranges::count_if(idle.requests, [&](const Request& request) {
    const bool videos = request.path.contains(videos_source);
    const bool body = request.form == "/v1/blocks/{id}/children";
    return body || (is_whole(request) && (!videos || size.videos > kOnePage));
  }));
}

/// Seconds until a word count that a person wrote over is put right: as long as any edit takes to
/// be noticed, and a request. Leaves the studio as it was.
double repair(Studio& studio, const std::string& video) {
  constexpr const char* kProperty = "Word Count";
  const auto row = studio.sentences(video).front();
  studio.person().set(row.id, {{kProperty, {{"number", 999}}}});
  const auto begin = Clock::now();
  const auto right = row.values.at(kProperty);
  const bool repaired =
      eventually([&] { return studio.person().page(row.id).values.at(kProperty) == right; },
                 kPatience, milliseconds(100));
  REQUIRE_MESSAGE(repaired, studio.log());
  return since(begin);
}

/// The longest that an edit took: the first in a video that rests, and the next one there.
void measure_edits(Studio& studio, Size size) {
  constexpr std::size_t kEdits = 5;
  const auto videos = studio.person().rows(studio.videos());
  double resting = 0;
  double working = 0;
  for (std::size_t edit = 0; edit < kEdits; ++edit) {
    const auto& video = videos.at(edit * size.videos / kEdits);
    resting = std::max(resting, repair(studio, video.id));
    working = std::max(working, repair(studio, video.id));
  }
  print_line("edit of a resting video put right, at most", resting, "s", "goal: 60, noticed");
  print_line("the next edit there", working, "s", "goal: 12, noticed");
}

void measure(Size size) {
  auto studio = large_studio(size);
  forget_requests(studio.person());
  keep_bodies(studio.person());
  const int before = studio.logged({"  ready"});
  const auto begin = Clock::now();
  const auto started = now();
  auto daemon = studio.daemon();
  const auto ready = await_line(studio, "  ready", before, begin);
  const auto first = requests(studio.person());
  const auto poll = std::ranges::find_if(
      first, [](const Request& request) { return request.form.ends_with("/query"); });
  const auto rest = await_rest(daemon.pid(), begin);
  const auto start = usage(daemon.pid());

  Meter meter(studio, daemon.pid());
  const auto end = Clock::now() + kWindow;
  eventually([&] { return Clock::now() > end; }, kWindow * 2, milliseconds(100));
  const auto idle = meter.read();
  const auto used = usage(daemon.pid());
  const auto sweeps = sweeps_in(idle, studio.videos(), size);
  const auto writes = static_cast<double>(std::ranges::count_if(idle.requests, &Request::writes));
  const double minutes = idle.seconds / 60;

  std::printf("\n%zu finished videos of %zu sentences\n", size.videos, size.sentences);
  print_line("start to first poll sent",
             std::chrono::duration<double>(poll->time - started).count(), "s", "goal: 3");
  print_line("start to \"ready\" (first pass over)", ready, "s", "goal: 3");
  print_line("start to rest", rest, "s", "");
  print_line("CPU until then", std::chrono::duration<double>(start.cpu).count(), "s", "");
  print_line("requests an idle minute, sweeps apart", (idle.count() - sweeps) / minutes, "",
             "goal: 12");
  print_line("sweeps' requests an idle minute", sweeps / minutes, "", "goal: 45");
  print_line("writes in that time", writes, "", "goal: 0");
  print_line("bytes an idle minute", idle.bytes() / minutes / 1000, "kB", "");
  print_line("CPU when idle", 100 * idle.cpu / idle.seconds, "% of a core", "goal: 1");
  print_line("resident", used.resident, "MB", "goal: 100");
  print_line("resident at the most", used.most, "MB", "goal: 100");
  measure_edits(studio, size);
  print_kinds(idle, {studio.videos(), "no video"}, 1);
}

TEST_CASE("sync_bench::idle 10 videos of 60 sentences") {
  measure({10, 60});
}

TEST_CASE("sync_bench::idle 100 videos of 60 sentences") {
  measure({100, 60});
}

TEST_CASE("sync_bench::idle 1000 videos of 60 sentences") {
  measure({1000, 60});
}

TEST_CASE("sync_bench::idle 1000 videos of 100 sentences") {
  measure({1000, 100});
}

}  // namespace
}  // namespace storyreel::test
