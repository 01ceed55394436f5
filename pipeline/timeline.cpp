#include "pipeline/timeline.hpp"

#include <algorithm>
#include <array>

#include <boost/algorithm/hex.hpp>
#include <boost/json.hpp>

#include "config/keys.hpp"
#include "config/scalars.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;

constexpr std::int64_t kVersion = 1;
constexpr std::array<std::string_view, 3> kSubtitles{"burned", "soft", "none"};

template <class T>
T at(const json::object& object, std::string_view name) {
  return json::value_to<T>(object.at(name));
}

json::object to_object(const config::Render& settings) {
  return {{"width", settings.width},
          {"height", settings.height},
          {"fps", settings.fps},
          {"preset", settings.preset},
          {"crf", settings.crf},
          {"subtitles", kSubtitles.at(static_cast<std::size_t>(settings.subtitles))},
          {"crossfade_ms", settings.crossfade.count()}};
}

/// What a configuration would refuse is refused here.
void require_possible(const config::Render& settings) {
  const auto size = std::to_string(settings.width) + "x" + std::to_string(settings.height);
  const bool possible =
      config::film_size(size) && settings.fps >= 1 && settings.fps <= config::kMostFps &&
      settings.crf >= config::kBestCrf && settings.crf <= config::kWorstCrf &&
      std::ranges::count(config::presets(), settings.preset) > 0 &&
      settings.crossfade >= milliseconds(0) && settings.crossfade <= config::kMostCrossfade;
  if (!possible) throw Error("impossible settings");
}

config::Render to_settings(const json::object& object) {
  config::Render settings;
  settings.width = at<int>(object, "width");
  settings.height = at<int>(object, "height");
  settings.fps = at<int>(object, "fps");
  settings.preset = at<std::string>(object, "preset");
  settings.crf = at<int>(object, "crf");
  const auto* found = std::ranges::find(kSubtitles, at<std::string>(object, "subtitles"));
  if (found == kSubtitles.end()) throw Error("unknown subtitles");
  settings.subtitles = static_cast<config::Subtitles>(found - kSubtitles.begin());
  settings.crossfade = milliseconds(at<std::int64_t>(object, "crossfade_ms"));
  require_possible(settings);
  return settings;
}

json::object to_object(const Shot& shot) {
  return {{"owner", shot.owner},
          {"picture", shot.picture},
          {"sound", shot.sound},
          {"source", shot.source == Source::voice ? "voice" : "track"},
          {"camera", shot.camera == render::Camera::drift ? "drift" : "rest"},
          {"text", shot.text},
          {"chapter", shot.chapter}};
}

Shot to_shot(const json::object& object) {
  return {.owner = at<std::string>(object, "owner"),
          .picture = at<std::string>(object, "picture"),
          .sound = at<std::string>(object, "sound"),
          .source = at<std::string>(object, "source") == "voice" ? Source::voice : Source::track,
          .camera = at<std::string>(object, "camera") == "drift" ? render::Camera::drift
                                                                 : render::Camera::rest,
          .text = at<std::string>(object, "text"),
          .chapter = at<std::string>(object, "chapter")};
}

/// JSON holds no bytes that are no UTF-8, but paths do: such a one stands in hexadecimal too.
json::object to_object(const GivenFile& file) {
  json::object object{{"key", file.key}, {"path", to_utf8(file.path)}};
  if (!is_utf8(file.path)) object.emplace("path_bytes", boost::algorithm::hex_lower(file.path));
  return object;
}

json::array to_array(const std::vector<GivenFile>& files) {
  json::array all;
  for (const auto& file : files) all.push_back(to_object(file));
  return all;
}

GivenFile to_given(const json::object& object) {
  GivenFile file{.key = at<std::string>(object, "key"), .path = at<std::string>(object, "path")};
  if (object.contains("path_bytes"))
    file.path = boost::algorithm::unhex(at<std::string>(object, "path_bytes"));
  return file;
}

Timeline to_timeline(const json::object& object) {
  if (at<std::int64_t>(object, "storyreel_recipe") != kVersion) throw Error("unknown version");
  Timeline timeline{.owner = at<std::string>(object, "owner"),
                    .title = at<std::string>(object, "title"),
                    .language = at<std::string>(object, "language"),
                    .shots = {},
                    .music = at<std::string>(object, "music"),
                    .settings = to_settings(object.at("settings").as_object())};
  for (const auto& shot : object.at("shots").as_array())
    timeline.shots.push_back(to_shot(shot.as_object()));
  if (const auto* files = object.if_contains("given")) {
    timeline.given.emplace();
    for (const auto& file : files->as_array())
      timeline.given->push_back(to_given(file.as_object()));
  }
  return timeline;
}

}  // namespace

std::string to_json(const Timeline& timeline) {
  json::array shots;
  for (const auto& shot : timeline.shots) shots.push_back(to_object(shot));
  json::object recipe{{"storyreel_recipe", kVersion},
                      {"owner", timeline.owner},
                      {"title", timeline.title},
                      {"language", timeline.language},
                      {"settings", to_object(timeline.settings)},
                      {"music", timeline.music},
                      {"shots", std::move(shots)}};
  if (timeline.given) recipe.emplace("given", to_array(*timeline.given));
  return json::serialize(recipe);
}

Timeline timeline_from_json(std::string_view text) {
  try {
    return to_timeline(json::parse(text).as_object());
  } catch (const std::exception&) {
    throw Error("this is no recipe of a film");
  }
}

}  // namespace storyreel::pipeline
