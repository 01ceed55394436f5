#pragma once

#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::pipeline {

/// An input of a render stage: where its file stands, and what its artifact's meta says.
struct Input {
  std::filesystem::path file;
  std::string meta;
};
using Inputs = std::map<std::string, Input>;  ///< by key; holds all that the target needs

/// All that a render stage works from. Values: a copy may travel to another thread.
struct RenderJob {
  Target target;
  std::vector<Sentence> sentences;  ///< of the whole film
  std::string language;
  config::Render settings;
  Inputs inputs;
};

/// The keys of the artifacts of one sentence that others are made from.
struct PartKeys {
  std::string picture, voice, sound, body, join;
};
std::vector<PartKeys> part_keys(const std::vector<Target>& targets, std::size_t sentences);

/// Makes the target's file at `out` (sound, body, join, film) and returns its artifact's meta.
/// Blocking; throws Error.
std::string render(const RenderJob& job, const std::vector<PartKeys>& keys,
                   const std::filesystem::path& out, const render::Progress& progress,
                   std::stop_token stop);

/// The film's subtitles; the inputs are the film's.
std::string render_srt(const RenderJob& job, const std::vector<PartKeys>& keys);

/// What `stage` writes: "aac", "mp4".
std::string extension(Stage stage);

}  // namespace storyreel::pipeline
