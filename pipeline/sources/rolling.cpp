#include <algorithm>
#include <ranges>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/sources/captions.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kRemembered = 4;  // lines that may still be shown
constexpr std::ptrdiff_t kLeast = 2;    // repetitions, before captions are said to roll

std::string plain(const CaptionLine& line) {
  return one_line(text_of(line), SIZE_MAX);
}

bool goes_on(const std::string& line, const std::string& before) {
  return line.size() > before.size() && line.starts_with(before) && line[before.size()] == ' ';
}

/// Whether a cue begins with what the one before it showed last.
bool repeats(const CaptionCue& before, const CaptionCue& cue) {
  const auto shown = plain(before.lines.back());
  const auto first = plain(cue.lines.front());
  return first == shown || goes_on(first, shown);
}

/// In captions that roll, half of all cues and more repeat something. In others, people do.
bool roll(const std::vector<CaptionCue>& cues) {
  std::ptrdiff_t count = 0;
  for (std::size_t i = 1; i < cues.size(); ++i)
    if (repeats(cues[i - 1], cues[i])) ++count;
  return count >= kLeast && count * 2 >= std::ssize(cues) - 1;
}

/// What a line says beyond what was said before; when exactly is not worth knowing.
CaptionLine beyond(const CaptionLine& line, const std::string& before) {
  return {{line.back().at, line.back().until, plain(line).substr(before.size() + 1)}};
}

/// The lines of captions that roll.
class Roll {
 public:
  void add(const CaptionCue& cue) {
    std::vector<std::string> shown;
    for (const auto& line : cue.lines) shown.push_back(plain(line));
    for (auto at = known(shown); at < shown.size(); ++at) {
      const bool grows = !shown_.empty() && goes_on(shown[at], shown_.back());
      lines.push_back(grows ? beyond(cue.lines[at], shown_.back()) : cue.lines[at]);
      if (grows) shown_.pop_back();
      shown_.push_back(shown[at]);
    }
    if (shown_.size() > kRemembered)
      shown_.erase(shown_.begin(), shown_.end() - static_cast<std::ptrdiff_t>(kRemembered));
  }

  std::vector<CaptionLine> lines;

 private:
  /// How many of the first lines stood there before.
  std::size_t known(const std::vector<std::string>& shown) const {
    for (auto count = std::min(shown.size(), shown_.size()); count > 0; --count) {
      const auto tail = shown_ | std::views::drop(shown_.size() - count);
      if (std::ranges::equal(tail, shown | std::views::take(count))) return count;
    }
    return 0;
  }

  std::vector<std::string> shown_;
};

}  // namespace

std::vector<CaptionLine> lines_once(const std::vector<CaptionCue>& cues) {
  if (roll(cues)) {
    Roll rolled;
    for (const auto& cue : cues) rolled.add(cue);
    return std::move(rolled.lines);
  }
  std::vector<CaptionLine> lines;
  for (const auto& cue : cues) std::ranges::copy(cue.lines, std::back_inserter(lines));
  return lines;
}

}  // namespace storyreel::pipeline
