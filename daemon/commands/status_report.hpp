#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/records.hpp"
#include "daemon/commands/progress.hpp"
#include "pipeline/work.hpp"

namespace storyreel::commands {

/// A sentence with something to say about it.
struct RowTrouble {
  int number = 0;
  std::string text;
  std::string error;
};

/// What `status` says of a video.
struct VideoReport {
  cache::Video video;
  std::vector<pipeline::StageCount> stages;
  std::vector<RowTrouble> rows;
  std::string film;  ///< file of the last verified one, relative to the store; empty: none
};

/// What `status` says of the studio.
struct StudioReport {
  int holder = 0;  ///< the process that holds the state directory
  std::string log;
  std::vector<VideoReport> videos;  ///< trashed ones left out
};

VideoReport report(cache::Database& database, const cache::Video& video);

void print(std::ostream& out, const StudioReport& report);
void print_in_depth(std::ostream& out, const VideoReport& report);
void print_json(std::ostream& out, const StudioReport& report);

/// The stages as bars show them.
std::vector<Stage> stages(const std::vector<pipeline::StageCount>& counts);

}  // namespace storyreel::commands
