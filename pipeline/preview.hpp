#pragma once

#include <map>
#include <optional>
#include <string>

#include "cache/cache.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/purse.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/store.hpp"

namespace storyreel::pipeline {

/// What would be done about a video, as far as it can be told before anything is done.
struct Preview {
  std::string title;
  bool approved = false;
  bool reads = false;            ///< the video at its URL
  bool composes = false;         ///< has its script written
  std::size_t sentences = 0;     ///< of the script, which is to be taken into rows
  std::size_t prompts = 0;       ///< to be written
  bool describes = false;        ///< title, description and keywords are to be written
  std::map<Stage, int> missing;  ///< what is to be made, approval given; nothing that waits for
                                 ///< its user after a refusal
  Estimate bought;               ///< of that
  std::string limit;             ///< which of it forbids to buy all of that; empty: none does
  std::string error;             ///< what stands in the way

  bool anything() const {
    return reads || composes || sentences > 0 || prompts > 0 || describes || !missing.empty();
  }
};

/// `database` is a copy of the record: the script is taken into its rows, and all that follows
/// saved. nullopt when the video is gone. Runs inside Cache::write.
std::optional<Preview> preview(cache::Database& database, const std::string& video_id,
                               const Store& store, Rules rules);

}  // namespace storyreel::pipeline
