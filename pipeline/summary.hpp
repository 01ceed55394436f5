#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/plan.hpp"
#include "pipeline/script_source.hpp"
#include "pipeline/snapshot.hpp"

namespace storyreel::pipeline {

/// Where a video stands besides its record.
struct Standing {
  std::string writing;  ///< key of the text that is still to be written; empty: all stands
  std::vector<Sentence> sentences;
  std::vector<Target> targets;
  std::set<std::string> existing;  ///< keys
  std::set<std::string> running;
  bool body_differs = false;  ///< the body holds other sentences than the rows were filled from
  ScriptRules scripts;
  std::string held;        ///< a limit that nothing may be bought beyond; empty: none
  int most_sentences = 0;  ///< of which a film is made
  milliseconds settle{};
  Time now{};
};

/// Sets what is derived: the status, error and counts of the video and of each of its items. Pure.
void summarise(Snapshot& snapshot, const Standing& standing);

}  // namespace storyreel::pipeline
