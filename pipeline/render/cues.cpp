#include "pipeline/render/cues.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace storyreel::render {

namespace {

constexpr std::int64_t kLeastCue = kSampleRate;
constexpr std::int64_t kAfterVoice = kSampleRate / 5;

/// A piece of text that no line is broken in, with the space behind it.
struct Piece {
  icu::UnicodeString text;
  int columns = 0;  ///< the space behind it not counted
  int space = 0;
  bool pauses = false;  ///< ends in punctuation
};

int columns_of(UChar32 c) {
  const auto kind = u_charType(c);
  if (kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK || kind == U_FORMAT_CHAR) return 0;
  const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int columns_of(const icu::UnicodeString& text) {
  int columns = 0;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    columns += columns_of(text.char32At(i));
  return columns;
}

/// No piece counts for more than a line.
Piece make_piece(const icu::UnicodeString& text, int line) {
  Piece piece{text};
  piece.text.trim();
  piece.space = text.length() > piece.text.length() ? 1 : 0;
  piece.columns = std::min(columns_of(piece.text), line);
  const auto last = piece.text.isEmpty() ? 0 : piece.text.char32At(piece.text.length() - 1);
  piece.pauses = u_ispunct(last) && u_charType(last) != U_DASH_PUNCTUATION;
  return piece;
}

using Breaks = std::unique_ptr<icu::BreakIterator>;

Breaks make_breaks(const icu::UnicodeString& text, const std::string& language, bool characters) {
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = icu::Locale::forLanguageTag(language, status);
  status = U_ZERO_ERROR;
  Breaks breaks(characters ? icu::BreakIterator::createCharacterInstance(locale, status)
                           : icu::BreakIterator::createLineInstance(locale, status));
  if (U_FAILURE(status)) return nullptr;
  breaks->setText(text);
  return breaks;
}

/// A word too long for a line falls apart between its characters.
void add_long(const icu::UnicodeString& text, const std::string& language, int line,
              std::vector<Piece>& to) {
  const auto breaks = make_breaks(text, language, true);
  int from = 0;
  int at = 0;
  for (int next = breaks ? breaks->next() : icu::BreakIterator::DONE;
       next != icu::BreakIterator::DONE; at = next, next = breaks->next()) {
    if (at == from || columns_of(text.tempSubStringBetween(from, next)) <= line) continue;
    to.push_back(make_piece(text.tempSubStringBetween(from, at), line));
    from = at;
  }
  to.push_back(make_piece(text.tempSubString(from), line));
}

std::vector<Piece> pieces_of(std::string_view utf8, const std::string& language, int line) {
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
  const auto breaks = make_breaks(text, language, false);
  std::vector<Piece> pieces;
  if (!breaks) return pieces;
  int from = 0;
  for (int to = breaks->next(); to != icu::BreakIterator::DONE; from = to, to = breaks->next()) {
    const auto part = text.tempSubStringBetween(from, to);
    if (auto piece = make_piece(part, line); columns_of(piece.text) > line)
      add_long(part, language, line, pieces);
    else if (!piece.text.isEmpty())
      pieces.push_back(std::move(piece));
  }
  return pieces;
}

using Run = std::pair<std::size_t, std::size_t>;

/// Answers how wide a run of pieces is, and lines and cues may be.
class Widths {
 public:
  Widths(const std::vector<Piece>& pieces, int line) : pieces_(pieces), line_(line), sums_{0} {
    for (const auto& piece : pieces) sums_.push_back(sums_.back() + piece.columns + piece.space);
  }
  int line() const { return line_; }
  int cue() const { return 2 * line_; }
  int of(Run run) const {
    return sums_[run.second] - sums_[run.first] - pieces_[run.second - 1].space;
  }

 private:
  const std::vector<Piece>& pieces_;
  int line_;
  std::vector<int> sums_;
};

/// Where the second line of a run begins (its end when one line will do); nullopt when two lines
/// don't hold it.
std::optional<std::size_t> line_break(const std::vector<Piece>& pieces, const Widths& widths,
                                      Run run) {
  constexpr int kTorn = 8;
  if (widths.of(run) <= widths.line()) return run.second;
  std::optional<std::size_t> best;
  int least = widths.line() + kTorn + 1;
  for (auto at = run.first + 1; at < run.second; ++at) {
    const int longer = std::max(widths.of({run.first, at}), widths.of({at, run.second}));
    const int cost = longer + (pieces[at - 1].pauses ? 0 : kTorn);
    if (longer <= widths.line() && cost < least) best = at, least = cost;
  }
  return best;
}

/// How much a cue is disliked: far from the wished length, or torn from its phrase.
double dislike(const std::vector<Piece>& pieces, const Widths& widths, Run run, double wished) {
  const double off = (widths.of(run) - wished) / widths.cue();
  const bool torn = run.second < pieces.size() && !pieces[run.second - 1].pauses;
  return off * off + (torn ? 0.06 : 0) + 0.02;
}

/// The runs of least dislike in all: each prefix of the text keeps its best last cue.
std::vector<Run> best_runs(const std::vector<Piece>& pieces, const Widths& widths) {
  const int total = widths.of({0, pieces.size()});
  const int count = std::max(1, (total + widths.cue() - 1) / widths.cue());
  const double wished = static_cast<double>(total) / count;
  struct Best {
    double cost = std::numeric_limits<double>::infinity();
    std::size_t from = 0;
  };
  std::vector<Best> best(pieces.size() + 1);
  best[0].cost = 0;
  for (std::size_t to = 1; to <= pieces.size(); ++to)
    for (auto from = to - 1; widths.of({from, to}) <= widths.cue(); --from) {
      const double cost = best[from].cost + dislike(pieces, widths, {from, to}, wished);
      if (cost < best[to].cost && line_break(pieces, widths, {from, to})) best[to] = {cost, from};
      if (from == 0) break;
    }
  std::vector<Run> runs;
  for (auto to = pieces.size(); to > 0; to = best[to].from) runs.emplace_back(best[to].from, to);
  std::ranges::reverse(runs);
  return runs;
}

std::string text_of(const std::vector<Piece>& pieces, Run run, std::size_t second_line) {
  icu::UnicodeString text;
  for (auto i = run.first; i < run.second; ++i) {
    text += pieces[i].text;
    if (i + 1 == second_line && second_line < run.second)
      text += u'\n';
    else if (i + 1 < run.second && pieces[i].space > 0)
      text += u' ';
  }
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

/// Gives every cue its share of the time; short ones are lengthened at the cost of the others.
void time_cues(std::vector<Cue>& cues, std::vector<double> shares, std::int64_t start,
               std::int64_t end) {
  const auto length = static_cast<double>(end - start);
  const double total = std::reduce(shares.begin(), shares.end());
  for (double& share : shares)
    share = std::max(share / total,
                     std::min(kLeastCue / length, 1.0 / static_cast<double>(shares.size())));
  const double sum = std::reduce(shares.begin(), shares.end());
  double at = 0;
  for (std::size_t i = 0; i < cues.size(); ++i) {
    cues[i].start = start + std::llround(at / sum * length);
    at += shares[i];
    cues[i].end = i + 1 == cues.size() ? end : start + std::llround(at / sum * length);
  }
}

}  // namespace

std::vector<Cue> split_cues(std::string_view text, const std::string& language, std::int64_t start,
                            std::int64_t end, int columns) {
  const auto pieces = pieces_of(text, language, columns);
  if (pieces.empty() || end <= start) return {};
  const Widths widths(pieces, columns);
  std::vector<Cue> cues;
  std::vector<double> shares;
  for (const auto& run : best_runs(pieces, widths)) {
    cues.push_back({text_of(pieces, run, *line_break(pieces, widths, run))});
    shares.push_back(std::max(1, widths.of(run)));
  }
  time_cues(cues, std::move(shares), start, end);
  return cues;
}

std::vector<Cue> segment_cues(const Sound& sound, std::string_view text,
                              const std::string& language, int columns) {
  const auto wished = std::max(sound.voice_end + kAfterVoice, sound.voice_at + kLeastCue);
  return split_cues(text, language, sound.voice_at,
                    std::min(wished, sound.packets * kPacketSamples), columns);
}

}  // namespace storyreel::render
