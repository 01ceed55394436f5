#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "daemon/runtime/time.hpp"
#include "pipeline/snapshot.hpp"

/// What is wanted against what exists. Pure: no clock, no files, no database.
namespace storyreel::pipeline {

/// What makes an artifact. The order is that of the work on one sentence.
enum class Stage { illustrate, speak, sound, body, join, film };

/// A stage in words: its name in the record, what it makes, and what the log says when it did.
struct StageWords {
  Stage stage;
  std::string_view name;      ///< "illustrate": in jobs
  std::string_view artifact;  ///< "picture": in artifacts and candidates
  std::string_view noun;      ///< "The picture": begins an error
  std::string_view done;      ///< "picture made"; empty: not worth a line
};
const StageWords& words(Stage stage);

/// An artifact that the film needs.
struct Target {
  Stage stage{};
  std::string owner;               ///< item; for the film, the video
  std::size_t at = 0;              ///< which sentence
  std::string key;                 ///< hash of everything that goes into it
  std::vector<std::string> needs;  ///< keys of the artifacts it is made from
};

/// What the keys depend on besides the video itself.
struct Recipe {
  std::string image;                                              ///< provider's identity
  std::function<std::string(const std::string& language)> voice;  ///< provider's identity
  config::Render render;
};

/// Every artifact of the film, inputs before what is made of them. Sentences without a prompt want
/// no picture yet, and the film is wanted when all its parts are known.
std::vector<Target> targets(const std::vector<Sentence>& sentences, const std::string& video_id,
                            const std::string& language, const Recipe& recipe);

/// When work on the sentence may begin: `settle` after its last change.
Time settled_at(const Sentence& sentence, milliseconds settle);

/// What can be begun now, and when there is more if nothing happens before.
struct Ready {
  std::vector<Target> now;
  std::optional<Time> next;
};

/// Targets that are missing, whose inputs exist, that aren't running, whose sentence is settled and
/// whose last failure, if any, is to be tried again.
Ready ready(const std::vector<Target>& targets, const std::set<std::string>& existing,
            const std::set<std::string>& running, const std::vector<Sentence>& sentences,
            const Snapshot& snapshot, milliseconds settle, Time now);

}  // namespace storyreel::pipeline
