#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/time.hpp"

/// Captions as files hold them. Pure; ill-formed input gives fewer cues, never an exception.
namespace storyreel::pipeline {

/// Some letters, and when they are said: as far as the file tells words apart.
struct Piece {
  milliseconds at{};
  milliseconds until{};
  std::string text;

  bool operator==(const Piece&) const = default;
};
using CaptionLine = std::vector<Piece>;

/// The line as it is read.
std::string text_of(const CaptionLine& line);

/// What is shown at a time.
struct CaptionCue {
  milliseconds start{};
  milliseconds end{};
  std::vector<CaptionLine> lines;
};

/// WebVTT (https://www.w3.org/TR/webvtt1/), with the time stamps inside of cues by which YouTube
/// tells when each word is said.
std::vector<CaptionCue> read_vtt(std::string_view file);

/// YouTube's "json3": events with segments.
std::vector<CaptionCue> read_json3(const std::string& file);

/// The lines of all cues, each once: captions that roll show a line again while the next one is
/// said below it.
std::vector<CaptionLine> lines_once(const std::vector<CaptionCue>& cues);

}  // namespace storyreel::pipeline
