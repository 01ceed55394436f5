#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::pipeline {

/// What a shot's sound is made from.
enum class Source { voice, track };

/// A picture for as long as its sound lasts. Pictures and sounds are named by their artifacts'
/// keys.
struct Shot {
  std::string owner;      ///< id of its item
  std::string picture{};  ///< empty while it isn't known
  std::string sound{};    ///< of the voice or track as it came
  Source source = Source::voice;
  render::Camera camera = render::Camera::drift;
  std::string text{};     ///< the subtitle; chooses the camera's way too
  std::string chapter{};  ///< title of the chapter that begins here; empty: none does

  bool operator==(const Shot&) const = default;
};

/// A file of the user's that stands for an artifact.
struct GivenFile {
  std::string key;   ///< follows from its content
  std::string path;  ///< where it was, from the root on; any bytes, as file systems have them

  bool operator==(const GivenFile&) const = default;
};

/// A film as pure data: narrated, or an album. All its artifacts follow from it (plan.hpp), and it
/// is the recipe by which the film can be made again.
struct Timeline {
  std::string owner;  ///< id of its video
  std::string title;
  std::string language;  ///< BCP 47
  std::vector<Shot> shots;
  std::string music;  ///< key of the piece that lies under it; empty: none
  config::Render settings;
  std::optional<std::vector<GivenFile>> given{};  ///< only of films made outside of a studio
};

/// What stands below its picture on a contact sheet.
inline const std::string& caption_of(const Shot& shot) {
  return shot.text.empty() ? shot.chapter : shot.text;
}

/// As JSON and back; all but paths is UTF-8. from_json throws Error in words when `text` is no
/// recipe.
std::string to_json(const Timeline& timeline);
Timeline timeline_from_json(std::string_view text);

}  // namespace storyreel::pipeline
