#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cache/records.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/stages/render.hpp"
#include "pipeline/store.hpp"

/// One film, made at once and outside the daemon's loop.
namespace storyreel::pipeline {

/// What is to be made, and what was given for it.
struct FilmOrder {
  Timeline timeline;
  std::vector<Sentence> sentences;  ///< one for each shot: what is drawn and spoken
  Inputs given;                     ///< files that stand for artifacts, by their keys
};

/// Where finished artifacts are looked up, noted as used (all at once), kept, and forgotten when
/// they turn out to be damaged.
struct Shelf {
  std::function<std::optional<cache::Artifact>(const std::string& key)> find;
  std::function<void(const std::vector<std::string>& keys)> use;
  std::function<void(const std::vector<cache::Artifact>&)> keep;
  std::function<void(const std::string& key)> forget;
};

/// How far one stage is. `done` counts what was there already and runs on within a part;
/// `frames` counts those that were drawn.
struct FilmProgress {
  Stage stage{};
  double done = 0;
  int total = 0;
  double frames = 0;
};
using Watch = std::function<void(const std::vector<FilmProgress>&)>;

/// Makes what is missing, as much at a time as `offload` has threads, and returns the film with
/// what stands beside it, by kind ("film", "subtitles", "captions", …). `watch` is called on the
/// loop, a few times a second. One bad file does not stop the rest: throws Error with a line for
/// each when all else is made.
Task<std::map<std::string, cache::Artifact>> make_film(Executor loop, Providers& providers,
                                                       Offload& offload, const Store& store,
                                                       Shelf shelf, FilmOrder order, Watch watch);

}  // namespace storyreel::pipeline
