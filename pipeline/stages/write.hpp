#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache/records.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/providers/provider.hpp"
#include "pipeline/snapshot.hpp"

namespace storyreel::pipeline {

/// Text that is to be written for a video. Nothing in it: all stands.
struct Writing {
  std::string title;
  std::vector<std::string> sentences;
  std::vector<std::string> items;    ///< ids of the sentences
  bool language = false;             ///< detect it
  bool description = false;          ///< title, description, keywords
  std::vector<std::size_t> prompts;  ///< sentences that want a prompt
  std::string known_language;        ///< in force so far
  std::string video;                 ///< id

  /// Hash of what is wanted; empty when nothing is.
  std::string key() const;
  bool empty() const { return !language && !description && prompts.empty(); }
};

/// What is to be written now: for settled sentences, what was never written or was made of other
/// inputs, unless the user put their own in its place. Pure.
Writing wanted_writing(const Snapshot& snapshot, milliseconds settle, Time now);

/// Hashes of what texts are made from. Whoever writes them is no part of it, so that nothing is
/// written again, and drawn again, because somebody else would write now. `provider`: in records
/// from before schema 8 it was.
std::string prompt_inputs(const std::string& sentence, const std::string& language,
                          std::string_view provider = {});
std::string description_inputs(const Writing& writing, std::string_view provider = {});

/// Writes it, buying through `till`. Returns the fills with `ours` and `inputs` set; the rest of
/// them is the caller's.
Task<std::vector<cache::Fill>> write(TextProvider& provider, Writing wanted, Till& till);

}  // namespace storyreel::pipeline
