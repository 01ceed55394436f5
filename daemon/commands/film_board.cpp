#include "daemon/commands/film_board.hpp"

#include <cmath>
#include <fmt/format.h>

namespace storyreel::commands {
namespace {

using pipeline::FilmProgress;
using Kind = pipeline::Stage;

constexpr double kSoonest = 2;  // seconds before a rate says something

const char* name_of(Kind stage) {
  switch (stage) {
    case Kind::illustrate:
      return "pictures";
    case Kind::speak:
      return "voices";
    case Kind::sound:
      return "sounds";
    case Kind::bed:
      return "music";
    case Kind::mix:
      return "mixes";
    case Kind::body:
      return "clips";
    case Kind::join:
      return "fades";
    case Kind::sheet:
      return "sheet";
    default:
      return "film";
  }
}

/// "1:07", "1:02:05".
std::string clock_time(double seconds) {
  const auto s = static_cast<long>(std::ceil(seconds));
  if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

}  // namespace

void FilmBoard::operator()(const std::vector<FilmProgress>& progress) {
  std::vector<Stage> stages;
  for (const auto& stage : progress) {
    const auto share = stage.total == 0 ? 0 : stage.done / stage.total;
    stages.push_back({.name = name_of(stage.stage), .share = share, .detail = detail(stage)});
  }
  board_.show(stages);
}

std::string FilmBoard::detail(const FilmProgress& stage) {
  auto text = fmt::format("{}/{}", static_cast<int>(stage.done), stage.total);
  const auto now = Clock::now();
  auto& begin =
      begins_.try_emplace(stage.stage, Begin{now, stage.done, stage.frames}).first->second;
  const auto made = stage.done - begin.done;
  if (made <= 0) begin.at = now;
  const auto seconds = std::chrono::duration<double>(now - begin.at).count();
  if (seconds < kSoonest || stage.done >= stage.total) return text;
  if (stage.frames > begin.frames)
    text += fmt::format("  {:.0f} fps", (stage.frames - begin.frames) / seconds);
  return text + fmt::format("  {} left", clock_time((stage.total - stage.done) * seconds / made));
}

}  // namespace storyreel::commands
