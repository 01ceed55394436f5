#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/sources/captions.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kMostCues = 100'000;
// When the word that was said last ends is not told.
constexpr milliseconds kWord{400};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kEntities{{
    {"&amp;", "&"},
    {"&lt;", "<"},
    {"&gt;", ">"},
    {"&nbsp;", " "},
    {"&quot;", "\""},
    {"&apos;", "'"},
    {"&#39;", "'"},
    {"&lrm;", ""},
    {"&rlm;", ""},
}};

std::optional<int> whole(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return {};
  return value;
}

/// "01:02:03.400", "02:03.400".
std::optional<milliseconds> time_of(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || text.size() != dot + 4) return std::nullopt;
  const auto fraction = whole(text.substr(dot + 1));
  if (!fraction) return std::nullopt;
  std::chrono::seconds total{0};
  auto rest = text.substr(0, dot);
  for (int parts = 0; parts < 3; ++parts) {
    const auto colon = rest.find(':');
    const auto value = whole(rest.substr(0, colon));
    constexpr int kMost = 10'000;
    constexpr int kSixty = 60;
    if (!value || *value > kMost) return std::nullopt;
    total = total * kSixty + std::chrono::seconds(*value);
    if (colon == std::string_view::npos)
      return parts == 0 ? std::nullopt : std::optional(total + milliseconds(*fraction));
    rest.remove_prefix(colon + 1);
  }
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

/// The times of "00:01.000 --> 00:02.000 align:start".
std::optional<CaptionCue> timing(std::string_view line) {
  const auto arrow = line.find("-->");
  if (arrow == std::string_view::npos) return std::nullopt;
  auto behind = trimmed(line.substr(arrow + 3));
  behind = behind.substr(0, behind.find_first_of(" \t"));
  const auto start = time_of(trimmed(line.substr(0, arrow)));
  const auto end = time_of(behind);
  if (!start || !end) return std::nullopt;
  return CaptionCue{*start, std::max(*start, *end), {}};
}

/// Reads one line of a cue: tags go, those with a time begin a new piece.
class LineReader {
 public:
  explicit LineReader(const CaptionCue& cue) : end_(cue.end) { begin(cue.start); }

  CaptionLine read(std::string_view text) {
    while (!text.empty()) text.remove_prefix(step(text));
    if (line_.size() == 1) line_.front().until = end_;
    std::erase_if(line_, [](const Piece& piece) { return piece.text.empty(); });
    return std::move(line_);
  }

 private:
  void begin(milliseconds at) { line_.push_back({at, at + kWord, ""}); }

  /// Takes what stands first; how many bytes that were.
  std::size_t step(std::string_view text) {
    if (text.front() == '<') return tag(text);
    if (text.front() == '&')
      for (const auto& [name, meaning] : kEntities)
        if (text.starts_with(name)) {
          line_.back().text += meaning;
          return name.size();
        }
    if (text.starts_with("{\\") && text.contains('}')) return text.find('}') + 1;
    line_.back().text += text.front();
    return 1;
  }

  std::size_t tag(std::string_view text) {
    const auto end = std::min(text.find('>'), text.size() - 1);
    if (const auto at = time_of(text.substr(1, end - 1))) begin(*at);
    return end + 1;
  }

  milliseconds end_;
  CaptionLine line_;
};

/// Lines that are blank show nothing, but do not end a cue: YouTube pads with them.
void add_line(CaptionCue& cue, std::string_view text) {
  auto line = LineReader(cue).read(text);
  if (!trimmed(text_of(line)).empty()) cue.lines.push_back(std::move(line));
}

}  // namespace

std::string text_of(const CaptionLine& line) {
  std::string text;
  for (const auto& piece : line) text += piece.text;
  return text;
}

std::vector<CaptionCue> read_vtt(std::string_view file) {
  std::vector<CaptionCue> cues;
  const auto repaired = to_utf8(file);
  std::string_view rest = repaired;
  bool inside = false;
  while (!rest.empty() && cues.size() < kMostCues) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (auto cue = timing(line)) {
      cues.push_back(std::move(*cue));
      inside = true;
    } else if (line.empty()) {
      inside = false;
    } else if (inside) {
      add_line(cues.back(), line);
    }
  }
  std::erase_if(cues, [](const CaptionCue& cue) { return cue.lines.empty(); });
  return cues;
}

}  // namespace storyreel::pipeline
