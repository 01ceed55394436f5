#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "daemon/runtime/time.hpp"
#include "pipeline/snapshot.hpp"
#include "pipeline/timeline.hpp"

/// What is wanted against what exists. Pure: no clock, no files, no database.
namespace storyreel::pipeline {

/// What makes an artifact. The order is that of the work on one shot, then that on the whole film.
enum class Stage { illustrate, speak, sound, bed, mix, body, join, sheet, film };

/// Whether it makes one thing for the whole film.
constexpr bool is_for_film(Stage stage) {
  return stage == Stage::bed || stage == Stage::sheet || stage == Stage::film;
}

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
  std::size_t at = 0;              ///< which shot
  std::string key;                 ///< hash of everything that goes into it
  std::vector<std::string> needs;  ///< keys of the artifacts it is made from
};

/// Who makes something.
struct Maker {
  std::string name;  ///< as the configuration has it; empty: not known
  bool sells = false;
  std::string instead_of{};  ///< who rests meanwhile; empty: nobody
};

/// What the keys depend on besides the video itself.
struct Recipe {
  std::string image;                                              ///< provider's identity
  std::function<std::string(const std::string& language)> voice;  ///< provider's identity
  std::string music;                                              ///< key of the bed's piece
  bool notes = true;  ///< what stands in square brackets is spoken
  config::Render render;
  Maker draws{};
  Maker speaks{};
};

/// Who makes pictures, or voices.
const Maker& maker_of(Stage stage, const Recipe& recipe);

/// The narrated film of a video: a shot for each sentence, a chapter for each section. Sentences
/// without a prompt have no picture yet; in shots without words nothing is said. What was made for
/// a sentence before and stays (kept_key) is in its place.
Timeline narrated(const cache::Video& video, const std::vector<Sentence>& sentences,
                  const std::string& language, const Recipe& recipe);

/// The film as it will be wanted once all prompts are written: for counting.
Timeline anticipated(const cache::Video& video, std::vector<Sentence> sentences,
                     const std::string& language, const Recipe& recipe);

/// The keys of the artifacts of one shot; those of a picture that isn't known are empty.
struct PartKeys {
  std::string picture, voice, sound, mix, body, join;
  const std::string& packets() const { return mix.empty() ? sound : mix; }
};
std::vector<PartKeys> part_keys(const Timeline& timeline);

/// Every artifact of the film, inputs before what is made of them: pictures and voices (those that
/// were given exist already), then what is rendered. The film comes last, and is wanted when all
/// its parts are known.
std::vector<Target> targets(const Timeline& timeline);

/// `existing`, and with it all that nothing asks for any more: the parts of a film that stands.
std::set<std::string> as_good_as_existing(const std::vector<Target>& targets,
                                          std::set<std::string> existing);

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
