#include <cmath>

#include <boost/json/parse.hpp>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/sources/captions.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostEvents = 200'000;
constexpr milliseconds kWord{400};  // as long as one lasts, where nothing says so

milliseconds time_in(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  if (!found || !found->is_number()) return {};
  constexpr double kMost = 1e10;
  const auto value = found->to_number<double>();
  return milliseconds(value >= 0 && value <= kMost ? std::llround(value) : 0);
}

/// Takes a segment's letters; a line feed in them begins a line.
void add_segment(CaptionCue& cue, const json::object& segment, bool alone) {
  const auto* text = segment.if_contains("utf8");
  if (!text || !text->is_string()) return;
  const auto at = cue.start + time_in(segment, "tOffsetMs");
  Piece piece{at, alone ? cue.end : at + kWord, ""};
  for (const char letter : text->get_string()) {
    if (letter != '\n') {
      piece.text += letter;
      continue;
    }
    if (!piece.text.empty()) cue.lines.back().push_back(piece);
    piece.text.clear();
    cue.lines.emplace_back();
  }
  if (!piece.text.empty()) cue.lines.back().push_back(std::move(piece));
}

CaptionCue read_event(const json::object& event) {
  CaptionCue cue{time_in(event, "tStartMs"), {}, {}};
  cue.end = cue.start + time_in(event, "dDurationMs");
  const auto* segments = event.if_contains("segs");
  if (!segments || !segments->is_array()) return cue;
  cue.lines.emplace_back();
  for (const auto& segment : segments->get_array())
    if (segment.is_object())
      add_segment(cue, segment.get_object(), segments->get_array().size() == 1);
  std::erase_if(cue.lines, [](const CaptionLine& line) {
    return text_of(line).find_first_not_of(" \t\r") == std::string::npos;
  });
  return cue;
}

}  // namespace

std::vector<CaptionCue> read_json3(const std::string& file) {
  std::vector<CaptionCue> cues;
  json::error_code error;
  const auto value = is_utf8(file) ? json::parse(file, error) : json::value();
  const auto* events = value.is_object() ? value.get_object().if_contains("events") : nullptr;
  if (error || !events || !events->is_array()) return cues;
  for (const auto& event : events->get_array()) {
    if (!event.is_object() || cues.size() == kMostEvents) continue;
    auto cue = read_event(event.get_object());
    if (!cue.lines.empty()) cues.push_back(std::move(cue));
  }
  return cues;
}

}  // namespace storyreel::pipeline
