#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/time.hpp"

/// What yt-dlp says of a video. Pure.
namespace storyreel::pipeline {

/// Where the captions of a video are.
struct Captions {
  std::string language;
  std::string format;  ///< "json3", "vtt"
  std::string url;

  bool operator==(const Captions&) const = default;
};

/// Where a part of a video begins.
struct Chapter {
  milliseconds start{};
  std::string title;

  bool operator==(const Chapter&) const = default;
};

/// How far a broadcast is.
enum class Live { no, now, upcoming };

/// One video. Empty: it is not said.
struct VideoInfo {
  std::string id;
  std::string title;
  std::string channel;
  std::string published;           ///< "2026-11-21"
  std::string thumbnail;           ///< URL of a picture
  std::optional<double> duration;  ///< seconds
  std::optional<std::int64_t> views;
  std::vector<Chapter> chapters;
  std::optional<Captions> captions;  ///< the best there are; nullopt: there are none to read
  Live live = Live::no;
  bool playable = true;  ///< a film or a sound can be seen or heard
};

/// Reads what `--dump-single-json` writes. Captions: in the video's own language those by people
/// before automatic ones, then those by people in another language; no automatic translations. Else
/// why it can't be read, for the editor.
std::expected<VideoInfo, std::string> read_video_info(const std::string& description);

}  // namespace storyreel::pipeline
