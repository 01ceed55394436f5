#include <algorithm>
#include <optional>
#include <vector>

#include <unicode/uchar.h>

#include "pipeline/text/rules.hpp"
#include "pipeline/text/text.hpp"
#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline {
namespace {

using icu::UnicodeString;

constexpr int kLongBySpace = 40;   // units after which a space ends a Thai sentence
constexpr int kLongestNumber = 3;  // digits of a list number or an ordinal
constexpr int kLongestToken = 24;  // units of an abbreviation, looked back for
constexpr UChar32 kEllipsis = 0x2026;
constexpr UChar32 kFirstNonAscii = 0x80;

bool one_of(UChar32 code, std::u16string_view set) {
  return code > 0 && code <= 0xFFFF && set.find(static_cast<char16_t>(code)) != set.npos;
}

bool is_closer(UChar32 code) {
  return one_of(code, u"\"'”’“‘»«)]}」』】）〉》］｝›‹") || code == kEllipsis;
}
bool is_opener(UChar32 code) {
  return one_of(code, u"\"'“‘„‚«»([{「『【（〈《¿¡‹›—–-….");
}
bool is_terminator(UChar32 code) {
  return u_hasBinaryProperty(code, UCHAR_S_TERM) != 0;
}
bool is_space(UChar32 code) {
  return u_isUWhiteSpace(code) != 0;
}

/// Paragraphs with every run of white space as one space, without empty ones and dividers.
std::vector<UnicodeString> paragraphs(const UnicodeString& script) {
  constexpr UChar32 kByteOrderMark = 0xFEFF;
  constexpr UChar32 kParagraph = 0x2029;
  std::vector<UnicodeString> all(1);
  int lines = 0;
  bool blank = false;
  for (int i = 0; i < script.length(); i = script.moveIndex32(i, 1)) {
    const auto code = script.char32At(i);
    if (is_blank(static_cast<char32_t>(code)) || code == kByteOrderMark) {
      lines += code == '\n' ? 1 : code == kParagraph ? 2 : 0;
      blank = true;
      continue;
    }
    if (lines >= 2) all.emplace_back();
    if (lines < 2 && blank && !all.back().isEmpty()) all.back().append(u' ');
    all.back().append(code);
    lines = 0;
    blank = false;
  }
  std::erase_if(all, [](const UnicodeString& text) { return !has_content(text); });
  return all;
}

bool has_capitals(const UnicodeString& text) {
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    if (u_isUUppercase(text.char32At(i))) return true;
  return false;
}

/// In capitals, unit by unit in the same place. ICU then offers every full stop as an end, also
/// those before small letters and digits.
UnicodeString capitals(const UnicodeString& text) {
  UnicodeString upper;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto code = text.char32At(i);
    const auto capital = u_toupper(code);
    upper.append(U16_LENGTH(capital) == U16_LENGTH(code) ? capital : code);
  }
  return upper;
}

/// Decides whether a place in a paragraph, offered by ICU, ends a sentence.
class Judge {
 public:
  Judge(const UnicodeString& text, const StopRules& rules, bool cased)
      : text_(text), rules_(rules), cased_(cased) {}

  bool ends(int start, int at) const {
    if (at >= text_.length()) return true;
    const int end = before_spaces(at);
    const int stop = before_closers(end);
    if (stop == start) return false;  // only closers so far
    const auto mark = text_.char32At(text_.moveIndex32(stop, -1));
    if (end == at && mark < kFirstNonAscii) return false;  // inside a URL: "/search?q=1"
    if (continues(at, end)) return false;
    return mark != '.' || full_stop_ends(start, stop - 1, at);
  }

 private:
  int before_spaces(int at) const {
    while (at > 0 && is_space(text_.char32At(at - 1))) --at;
    return at;
  }
  int before_closers(int at) const {
    while (at > 0 && is_closer(text_.char32At(at - 1)) && text_.char32At(at - 1) != kEllipsis) --at;
    return at;
  }
  int after_openers(int at) const {
    while (at < text_.length() && (is_opener(text_.char32At(at)) || is_space(text_.char32At(at))))
      ++at;
    return at;
  }

  /// What follows belongs to the sentence: it goes on in small letters, or quotes what was said.
  bool continues(int at, int end) const {
    constexpr UChar32 kTo = 0x3068;  // Japanese: 「…」と言った
    const auto next = text_.char32At(at);
    if (one_of(text_.char32At(end - 1), u"」』") && next == kTo) return true;
    return cased_ &&
           u_isULowercase(text_.char32At(std::min(after_openers(at), text_.length() - 1)));
  }

  UnicodeString word_before(int stop) const {
    int from = stop;
    while (from > 0 && stop - from < kLongestToken && !is_space(text_.char32At(from - 1)) &&
           !one_of(text_.char32At(from - 1), u"([{„“\"«—–/"))
      --from;
    return text_.tempSubStringBetween(from, stop).toLower();
  }

  UnicodeString word_after(int at) const {
    const int from = after_openers(at);
    int to = from;
    while (to < text_.length() &&
           (u_isalnum(text_.char32At(to)) || one_of(text_.char32At(to), u"'’")))
      ++to;
    return text_.tempSubStringBetween(from, to);
  }

  bool full_stop_ends(int start, int stop, int at) const {
    if (stop > start && text_.char32At(stop - 1) == '.') return true;  // an ellipsis
    const auto word = word_before(stop);
    const auto next = word_after(at);
    if (is_list_number(start, stop, word)) return false;
    if (has(rules_.never, word)) return false;
    if (has(rules_.number, word) && is_number(next)) return false;
    return !may_be_short(word) || has(rules_.first, UnicodeString(next).toLower());
  }

  static bool has(std::u16string_view list, const UnicodeString& word) {
    return in_list(list, {word.getBuffer(), static_cast<std::size_t>(word.length())});
  }

  static bool is_digits(const UnicodeString& word) {
    for (int i = 0; i < word.length(); ++i)
      if (!u_isdigit(word.char32At(i))) return false;
    return !word.isEmpty();
  }

  static bool is_roman(const UnicodeString& word) {
    for (int i = 0; i < word.length(); ++i)
      if (!one_of(u_toupper(word.char32At(i)), u"IVXLCDM")) return false;
    return !word.isEmpty();
  }

  static bool is_number(const UnicodeString& word) {
    return (!word.isEmpty() && u_isdigit(word.char32At(0))) || is_roman(word);
  }

  /// "1. Take the eggs."
  bool is_list_number(int start, int stop, const UnicodeString& word) const {
    return stop - start == word.length() && word.length() <= kLongestNumber &&
           (is_digits(word) || (word.length() == 1 && u_isalpha(word.char32At(0))));
  }

  bool may_be_short(const UnicodeString& word) const {
    return has(rules_.maybe, word) || is_initials(word) ||
           (rules_.ordinals && word.length() <= kLongestNumber + 1 &&
            ((is_digits(word) && word.length() < kLongestNumber) || is_roman(word)));
  }

  /// "j", "j.r.r", "u.s": single letters with full stops or hyphens between them.
  static bool is_initials(const UnicodeString& word) {
    for (int i = 0; i < word.length(); ++i) {
      const bool letter = u_isalpha(word.char32At(i)) != 0;
      if (letter != (i % 2 == 0)) return false;
      if (!letter && !one_of(word.char32At(i), u".-")) return false;
    }
    return word.length() % 2 == 1;
  }

  const UnicodeString& text_;
  const StopRules& rules_;
  bool cased_;
};

/// Where a closing quote or bracket that stands at `at`, apart from its sentence (« Oui ! »), ends.
int past_lone_closers(const UnicodeString& text, int at) {
  int end = at;
  while (end < text.length() &&
         (is_closer(text.char32At(end)) || is_terminator(text.char32At(end))))
    ++end;
  if (end == at || (end < text.length() && !is_space(text.char32At(end)))) return at;
  if (one_of(text.char32At(end - 1), u"«‹“‘") && end < text.length())
    return at;  // opens what follows
  while (end < text.length() && is_space(text.char32At(end))) ++end;
  return end;
}

/// ICU takes “ and 「 for closing marks; right before a word they open what follows: 走吗？“好。”
int before_opener(const UnicodeString& text, int at) {
  if (at >= text.length() || !u_isalnum(text.char32At(at))) return at;
  while (at > 0 && one_of(text.char32At(at - 1), u"“‘«‹„([{「『【（〈《｛")) --at;
  return at;
}

/// The places where Thai, Lao and Khmer sentences end: the first space after enough text.
void add_spaces(const UnicodeString& text, std::vector<int>& ends) {
  int start = 0;
  for (int i = 1; i + 1 < text.length(); ++i) {
    const bool gap = text.char32At(i) == ' ' &&
                     ends_by_space(static_cast<char32_t>(text.char32At(i - 1))) &&
                     ends_by_space(static_cast<char32_t>(text.char32At(i + 1)));
    if (!gap || i - start < kLongBySpace) continue;
    ends.push_back(i + 1);
    start = i + 1;
  }
}

std::vector<int> ends_in(const UnicodeString& text, const StopRules& rules, bool cased,
                         icu::BreakIterator& breaks) {
  const Judge judge(text, rules, cased);
  const auto upper = capitals(text);
  breaks.setText(upper);
  std::vector<int> ends;
  int start = 0;
  for (int at = breaks.first(); (at = breaks.next()) != icu::BreakIterator::DONE;) {
    if (at <= start) continue;
    const int moved = before_opener(text, past_lone_closers(text, at));
    if (!judge.ends(start, moved)) continue;
    ends.push_back(moved);
    start = moved;
  }
  add_spaces(text, ends);
  std::ranges::sort(ends);
  return ends;
}

void append_sentences(const UnicodeString& text, const std::vector<int>& ends,
                      std::vector<std::string>& all) {
  int start = 0;
  for (int end : ends) {
    auto sentence = text.tempSubStringBetween(start, end);
    if (!has_content(sentence) && end < text.length()) continue;  // goes with the next one
    start = end;
    if (!sentence.trim().isEmpty()) all.push_back(to_bytes(sentence));
  }
}

}  // namespace

std::vector<std::string> sentences(std::string_view script, const std::string& language) {
  const auto text = to_unicode(script);
  const auto& rules = stop_rules(primary_language(language));
  const bool cased = has_capitals(text);
  const auto breaks = make_breaks(Breaks::sentences, language);
  std::vector<std::string> all;
  for (const auto& paragraph : paragraphs(text))
    append_sentences(paragraph, ends_in(paragraph, rules, cased, *breaks), all);
  return all;
}

}  // namespace storyreel::pipeline
