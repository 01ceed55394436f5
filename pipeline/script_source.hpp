#pragma once

#include <string>

#include "daemon/runtime/time.hpp"
#include "pipeline/snapshot.hpp"

/// Where a video's script comes from: its page's body, else what is said in the video at its URL,
/// else the text provider. What is to be done about it now. Pure.
namespace storyreel::pipeline {

struct ScriptRules {
  bool writes = false;  ///< the text provider can write scripts
  bool retell = false;  ///< transcripts are retold, in place of being taken as they are
};

/// The script in force; empty: there is none yet.
const std::string& script_of(const cache::Video& video, const ScriptRules& rules);

/// Whether what the record holds of a video at a URL is of the one at that of now.
bool was_read(const cache::Video& video);

/// Whether the video at the URL is to be read: a new URL, or what was read is a day old.
bool wants_reading(const Snapshot& snapshot, milliseconds settle, Time now);

/// When what was read is a day old; nullopt: nothing is to be read again.
std::optional<Time> reads_again_at(const cache::Video& video);

/// Whether the provider is to write the script.
bool wants_script(const Snapshot& snapshot, const ScriptRules& rules, milliseconds settle,
                  Time now);

/// Whether the script is to be taken into the rows.
bool wants_ingest(const Snapshot& snapshot, const ScriptRules& rules, milliseconds settle,
                  Time now);

/// The script can't be made into rows as things are: why, for the editor. Empty when all is well.
std::string script_problem(const Snapshot& snapshot, const ScriptRules& rules);

/// A job that is not to be tried now.
bool rests(const cache::Job* job, Time now);

}  // namespace storyreel::pipeline
