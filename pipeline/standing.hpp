#pragma once

#include <set>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "daemon/runtime/log.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/snapshot.hpp"
#include "pipeline/stages/write.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// What was decided about a video in one transaction.
struct Advance {
  Snapshot before;
  Snapshot after;
  Writing writing;  ///< text that is to be written first; its sentences want no picture before
  std::vector<Sentence> sentences;
  Timeline timeline;
  std::vector<Target> targets;
  std::vector<Target> begin;         ///< to be started now; counted as running already
  bool covered = false;              ///< the page has a new cover
  bool more = false;                 ///< there was more to start than `slots`
  std::string held;                  ///< the limit that forbade to buy more; empty: none did
  std::optional<Time> again_at;      ///< when to look again, if nothing changes
  std::vector<std::string> damaged;  ///< artifacts that were found broken and forgotten
};

/// How many steps may be begun: those that are done here, and those that are bought.
struct Slots {
  std::size_t here = 0;
  std::size_t pictures = 0;
  std::size_t voices = 0;
};

/// Compares what the video needs with what exists, chooses as many steps to begin as `slots` and
/// the limits of what may be bought allow, and saves what follows for the record: statuses, counts,
/// errors, links, selected candidates. Runs inside Cache::write. nullopt when the video is gone.
std::optional<Advance> advance(cache::Database& database, const std::string& video_id,
                               const Store& store, const Rules& rules,
                               std::set<std::string> running, Slots slots);

/// Writes a line for what a person would call an event: a new status, files found broken.
void tell(StatusLog& log, const Advance& advance);

/// Whether text may be written now: not paused, and not resting after a failure of the same text.
bool may_write(const Snapshot& snapshot, const std::string& key, Time now);

/// Whether anything may be started for the video: approved, not paused, trashed or halted. Pure.
bool may_make(const Snapshot& snapshot, std::size_t sentences, int most_sentences);

}  // namespace storyreel::pipeline
