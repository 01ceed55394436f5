#include "pipeline/sources/transcript.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <unicode/uchar.h>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/text/text.hpp"
#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline {
namespace {

constexpr milliseconds kPause{800};      // after which a sentence may end
constexpr milliseconds kTolerance{700};  // chapters begin a little after their first word
constexpr int kLeastWords = 3;           // of a sentence that a pause ends
constexpr int kMostWords = 22;           // of one that nothing ends
constexpr int kWordsPerStop = 45;        // more of them: there is no punctuation
constexpr std::size_t kMostHeading = 200;
constexpr std::array<std::string_view, 4> kSpeakers{">>>", ">>", "- ", "– "};
constexpr std::array<std::string_view, 3> kMusic{"♪", "♫", "♬"};

/// All that is said, and when.
struct Speech {
  struct Mark {
    std::size_t at;  ///< in the text
    milliseconds start;
    milliseconds until;
  };
  std::string text;  ///< on one line, one space between words
  std::vector<Mark> marks;
};

/// A sentence and when it begins.
struct Spoken {
  std::string text;
  milliseconds at;
};

bool is_aside(std::string_view line) {
  const auto begin = line.find_first_not_of(' ');
  const auto end = line.find_last_not_of(' ');
  return begin != std::string_view::npos && line[begin] == '(' && line[end] == ')';
}

/// Which bytes of a line are speech.
std::vector<bool> speech_in(std::string_view line) {
  std::vector<bool> kept(line.size(), !is_aside(line));
  const auto drop = [&](std::size_t from, std::size_t count) {
    for (auto at = from; at < std::min(from + count, line.size()); ++at) kept[at] = false;
  };
  const auto begin = std::min(line.find_first_not_of(' '), line.size());
  for (const auto mark : kSpeakers)
    if (line.substr(begin).starts_with(mark)) {
      drop(begin, mark.size());
      break;
    }
  for (auto open = line.find('['); open != std::string_view::npos; open = line.find('[', open + 1))
    if (const auto close = line.find(']', open); close != std::string_view::npos)
      drop(open, close + 1 - open);
  for (const auto note : kMusic)
    for (auto at = line.find(note); at != std::string_view::npos; at = line.find(note, at + 1))
      drop(at, note.size());
  return kept;
}

char32_t last_letter(const std::string& text) {
  const auto all = to_unicode(
      std::string_view(text).substr(text.size() - std::min<std::size_t>(text.size(), 4)));
  return all.isEmpty() ? U'\0' : static_cast<char32_t>(all.char32At(all.length() - 1));
}

/// Adds lines to a speech.
class Listener {
 public:
  void add(const CaptionLine& line) {
    const auto kept = speech_in(text_of(line));
    std::size_t at = 0;
    space();
    for (const auto& piece : line) {
      std::string said;
      for (const char letter : piece.text)
        if (kept[at++]) said += letter;
      add(piece, said);
    }
  }

  Speech speech;

 private:
  void space() {
    // What is written without spaces goes on in the next line.
    if (!speech.text.empty() && !is_unspaced(last_letter(speech.text))) gap_ = true;
  }

  void add(const Piece& piece, const std::string& said) {
    const auto words = one_line(said, SIZE_MAX);
    const auto begin = words.find_first_not_of(' ');
    if (begin == std::string::npos) {
      gap_ |= !words.empty() && !speech.text.empty();
      return;
    }
    gap_ |= said.starts_with(' ') && !speech.text.empty();
    if (gap_) speech.text += ' ';
    speech.marks.push_back({speech.text.size(), piece.at, piece.until});
    speech.text += words.substr(begin, words.find_last_not_of(' ') + 1 - begin);
    gap_ = said.ends_with(' ');
  }

  bool gap_ = false;  ///< a space is due
};

bool is_punctuated(const std::string& text) {
  const auto all = to_unicode(text);
  int stops = 0;
  for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1))
    if (u_hasBinaryProperty(all.char32At(i), UCHAR_S_TERM) != 0) ++stops;
  return stops > 0 && count_words(text) / stops <= kWordsPerStop;
}

/// When what stands at a place of the text is said.
milliseconds time_at(const Speech& speech, std::size_t place) {
  const auto next = std::ranges::upper_bound(speech.marks, place, {}, &Speech::Mark::at);
  return next == speech.marks.begin() ? milliseconds{} : std::prev(next)->start;
}

std::vector<Spoken> by_punctuation(const Speech& speech, const std::string& language) {
  std::vector<Spoken> all;
  std::size_t from = 0;
  for (auto& sentence : sentences(speech.text, language)) {
    const auto found = speech.text.find(sentence, from);
    const auto place = found == std::string::npos ? from : found;
    all.push_back({std::move(sentence), time_at(speech, place)});
    from = place + 1;
  }
  return all;
}

/// With a capital in front and a full stop behind.
std::string as_sentence(const std::string& words) {
  auto text = to_unicode(words);
  if (text.isEmpty()) return "";
  text.replace(0, text.moveIndex32(0, 1), icu::UnicodeString(u_totitle(text.char32At(0))));
  const auto last = static_cast<char32_t>(text.char32At(text.length() - 1));
  if (ends_by_space(last)) return to_bytes(text);
  if (u_isalnum(static_cast<UChar32>(last))) text.append(is_unspaced(last) ? u'。' : u'.');
  return to_bytes(text);
}

std::vector<Spoken> by_pauses(const Speech& speech) {
  std::vector<Spoken> all;
  std::size_t from = 0;  // mark
  const auto& marks = speech.marks;
  const auto words = [&](std::size_t end) {
    const auto until = end < marks.size() ? marks[end].at : speech.text.size();
    return one_line(speech.text.substr(marks[from].at, until - marks[from].at), SIZE_MAX);
  };
  for (std::size_t i = 1; i <= marks.size() && !marks.empty(); ++i) {
    const auto said = words(i);
    const int count = count_words(said);
    const bool pause = i < marks.size() && marks[i].start - marks[i - 1].until >= kPause;
    if (i < marks.size() && count < kMostWords && !(pause && count >= kLeastWords)) continue;
    const auto end = said.find_last_not_of(' ');
    if (end != std::string::npos)
      all.push_back({as_sentence(said.substr(0, end + 1)), marks[from].start});
    from = i;
  }
  return all;
}

/// The chapter that a sentence belongs to.
const Chapter* chapter_at(const std::vector<Chapter>& chapters, milliseconds time) {
  const Chapter* found = nullptr;
  for (const auto& chapter : chapters)
    if (chapter.start <= time + kTolerance) found = &chapter;
  return found;
}

}  // namespace

std::string transcript_of(const std::vector<CaptionCue>& cues, const std::vector<Chapter>& chapters,
                          const std::string& language) {
  Listener listener;
  for (const auto& line : lines_once(cues)) listener.add(line);
  const auto& speech = listener.speech;
  const auto spoken =
      is_punctuated(speech.text) ? by_punctuation(speech, language) : by_pauses(speech);
  std::string script;
  const Chapter* chapter = nullptr;
  for (const auto& sentence : spoken) {
    const auto* here = chapters.size() < 2 ? nullptr : chapter_at(chapters, sentence.at);
    if (here && here != chapter) script += "# " + one_line(here->title, kMostHeading) + "\n\n";
    chapter = here;
    // A sentence is never taken for a heading.
    const auto begin = sentence.text.find_first_not_of("# ");
    if (begin != std::string::npos) script += sentence.text.substr(begin) + "\n\n";
  }
  return script;
}

}  // namespace storyreel::pipeline
