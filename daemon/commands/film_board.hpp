#pragma once

#include <chrono>
#include <map>
#include <vector>

#include "daemon/commands/progress.hpp"
#include "pipeline/film.hpp"

namespace storyreel::commands {

/// Shows how far a film is: a bar for each stage, frames a second and the time that is left.
class FilmBoard {
 public:
  explicit FilmBoard(ProgressBoard& board) : board_(board) {}

  void operator()(const std::vector<pipeline::FilmProgress>& progress);

 private:
  using Clock = std::chrono::steady_clock;
  /// When a stage was first seen moving, and how far it was then.
  struct Begin {
    Clock::time_point at;
    double done;
    double frames;
  };
  std::string detail(const pipeline::FilmProgress& stage);

  ProgressBoard& board_;
  std::map<pipeline::Stage, Begin> begins_;
};

}  // namespace storyreel::commands
