#pragma once

#include <set>
#include <string>
#include <vector>

#include "daemon/runtime/log.hpp"
#include "pipeline/attempt.hpp"
#include "pipeline/snapshot.hpp"

/// Pictures that rows showed when their video was found again in Notion (cache::kShownPicture):
/// they are taken back, so that none is made, and bought, again.
namespace storyreel::pipeline {

/// A row whose picture can be fetched.
struct Recall {
  cache::Job job;
  Sentence sentence;
  std::size_t at = 0;  ///< which sentence
};

/// Of the rows that are sentences: those that can be fetched now. Pure.
std::vector<Recall> recalls(const Snapshot& snapshot, const std::vector<Sentence>& sentences,
                            Time now);

/// Adds to `existing` what is not going to be made, as it is to be taken back. Pure.
void add_recalled(std::set<std::string>& existing, const Snapshot& snapshot,
                  const std::vector<Target>& targets);

/// Hosts that the configuration itself has pictures stand at, and which so may be anywhere; beside
/// those that users allow. `public_url`: of /media.
std::vector<std::string> hosts_of_shown(const config::Settings& settings,
                                        const std::string& public_url);

/// Where pictures are had from.
struct Gallery {
  Fetcher& fetcher;        ///< outlives what fetches
  std::string public_url;  ///< of /media
};

/// Fetches the picture, verifies it and makes it the row's, as one that was bought for what the row
/// says; one that is not there any more, or is no picture, is given up, and any other failure noted
/// as that of making one. Records what came of it, and returns what is to be said. Loop thread.
Task<Event> take_back(Bench bench, Gallery gallery, Recall recall, Context context,
                      std::string language);

}  // namespace storyreel::pipeline
