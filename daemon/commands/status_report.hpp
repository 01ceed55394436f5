#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/ledger.hpp"
#include "cache/records.hpp"
#include "daemon/commands/progress.hpp"
#include "daemon/live.hpp"
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
  bool halted = false;  ///< many of its rows vanished
  std::string film;     ///< file of the last verified one, relative to the store; empty: none
  cache::Spent spent;
  std::optional<milliseconds> left;  ///< until the film stands, as far as can be told
};

/// How resting videos are looked at.
struct SweepReport {
  std::size_t videos = 0;  ///< that rest
  milliseconds period{};   ///< in which each of them is looked at
  std::optional<Time>
      oldest;  ///< the look that is longest ago; nullopt: none was looked at, or all rest
};

/// What `status` says of the studio.
struct StudioReport {
  int holder = 0;  ///< the process that holds the state directory
  std::string log;
  std::optional<Live> live;  ///< what the daemon says of itself; nullopt: none answers
  bool all_paused = false;
  double dollars_per_day = 0;                ///< the limit; 0: none
  std::map<cache::VideoStatus, int> counts;  ///< of all that are not in the trash
  SweepReport sweep;
  std::int64_t store_bytes = 0;     ///< of all artifacts
  std::int64_t store_limit = 0;     ///< 0: none
  cache::Spent day;                 ///< on all videos in the last 24 hours
  std::string wrong;                ///< with the database Videos itself; empty: nothing
  std::vector<VideoReport> videos;  ///< trashed ones left out; for people only as many as they see
};

/// So many videos stand on a screen.
constexpr std::size_t kVideosOnAScreen = 12;

VideoReport report(cache::Database& database, const cache::Video& video);

void print(std::ostream& out, const StudioReport& report);
void print_in_depth(std::ostream& out, const VideoReport& report);
void print_json(std::ostream& out, const StudioReport& report);

/// The stages as bars show them.
std::vector<Stage> stages(const std::vector<pipeline::StageCount>& counts);

}  // namespace storyreel::commands
