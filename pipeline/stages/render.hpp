#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/plan.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::pipeline {

/// An input of a render stage: where its file stands, and what its artifact's meta says.
struct Input {
  std::filesystem::path file;
  std::string meta;
};
using Inputs = std::map<std::string, Input>;  ///< by key; holds all that the target needs

/// All that a stage works from. Values: a copy may travel to another thread.
struct RenderJob {
  Target target;
  Sentence sentence;  ///< what is drawn or spoken
  Timeline timeline;
  std::vector<PartKeys> keys;  ///< of the timeline
  Inputs inputs;
  bool by_fallback = false;  ///< a picture or voice: made by the provider of the second choice
};

/// Makes the target's file at `out` (bed, sound, mix, body, join, sheet, film) and returns its
/// artifact's meta. Blocking; throws Error.
std::string render(const RenderJob& job, const std::filesystem::path& out,
                   const render::Progress& progress, std::stop_token stop);

/// Frames that the clip of a shot has; `meta` is that of its sound.
std::int64_t body_frames(const Shot& shot, const std::string& meta, const config::Render& settings);

/// A file that stands beside a film, made of the film's own inputs.
struct Companion {
  std::string kind;       ///< "subtitles", "captions", "recipe", "thumbnail": of artifacts
  std::string extension;  ///< "srt", "vtt", "json", "jpg"
};
std::vector<Companion> companions(const Timeline& timeline);

/// The key of the companion of that kind.
std::string companion_key(const std::string& film_key, std::string_view kind);

/// Makes a companion at `out`, once the film stands at `film`. Blocking.
void render_companion(const RenderJob& job, std::string_view kind,
                      const std::filesystem::path& film, const std::filesystem::path& out,
                      std::stop_token stop);

/// What `stage` writes: "aac", "mp4".
std::string extension(Stage stage);

}  // namespace storyreel::pipeline
