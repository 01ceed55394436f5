#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"
#include "cache/origins.hpp"
#include "cache/records.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/sources/video_info.hpp"
#include "pipeline/text/script.hpp"

/// How what was made, and what failed, gets into the record. Each runs inside Cache::write.
namespace storyreel::pipeline {

/// Takes the script into the rows if it still is one of the video's.
void save_passages(cache::Database& database, const std::string& video_id,
                   const std::string& script, const std::vector<Passage>& passages);

/// Saves what was read at `url`, if that still is the video's; its picture as the cover until there
/// is a better one.
void save_reading(cache::Database& database, const std::string& video_id, const std::string& url,
                  const VideoInfo& read, const std::string& transcript);

/// Notes that it was tried.
void save_reading_time(cache::Database& database, const std::string& video_id,
                       const std::string& url);

/// Saves the script that was written while `url` was the video's.
void save_script(cache::Database& database, const std::string& video_id, const std::string& url,
                 const std::string& script);

/// Saves what was written, keeping the user's side of each fill. Fills of rows that went meanwhile
/// are left out.
void save_fills(cache::Database& database, const std::string& video_id,
                const std::vector<cache::Fill>& made);

/// The artifacts a target needs, as they stand in the record. Throws DamagedInput for one that is
/// gone.
std::vector<cache::Artifact> load_inputs(cache::Database& database, const Target& target);

/// Saves finished artifacts; the target's earlier failure is over. `origin`: of what is selected
/// for a row that still stands.
void save_made(cache::Database& database, const std::string& video_id, const Target& target,
               const std::vector<cache::Artifact>& made,
               const std::optional<cache::Origin>& origin);

/// What failed.
struct FailedStep {
  std::string video;  ///< id
  std::string owner;  ///< item or video
  std::string stage;
  std::string key;
  std::string_view noun;  ///< "The picture"; empty: the failure's words are whole sentences
  std::exception_ptr failure;
};

/// Books a failure: a job with its error and next try. A damaged input is no failure of the step:
/// it is forgotten, so that it is made again. Returns the error for the log; empty for a damaged
/// input.
std::string save_failure(cache::Database& database, const FailedStep& step);

}  // namespace storyreel::pipeline
