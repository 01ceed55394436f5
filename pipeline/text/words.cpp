#include "pipeline/text/words.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/text/stop_words.hpp"
#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline {
namespace {

using icu::UnicodeString;

/// A word and what stands before it since the last word.
struct Token {
  int from = 0;
  int to = 0;
  bool apart = false;  ///< punctuation stands before it
};

bool is_glue(const UnicodeString& text) {
  static const std::array kGlue = {u"", u" ", u"-", u"‐", u"’", u"'", u". "};  // "Dr. Smith"
  return std::ranges::any_of(kGlue, [&](const char16_t* glue) { return text == glue; });
}

/// Links and mail addresses as dashes, which break phrases.
UnicodeString without_links(UnicodeString text) {
  for (int from = 0; from < text.length();) {
    int to = text.indexOf(u' ', from);
    if (to < 0) to = text.length();
    const auto run = text.tempSubStringBetween(from, to);
    if (run.indexOf(u"://") >= 0 || run.indexOf(u'@') > 0 || run.startsWith(u"www."))
      text.replaceBetween(from, to, UnicodeString(to - from, u'—', to - from));
    from = to + 1;
  }
  return text;
}

/// The length of an elided article and its apostrophe: "l'eau", "dell'arte".
int elided(const UnicodeString& word) {
  constexpr int kLongest = 5;
  for (int i = 1; i < word.length() && i <= kLongest; ++i)
    if (word[i] == u'\'' || word[i] == u'’') return i + 1;
  return 0;
}

std::vector<Token> tokens(const UnicodeString& text, const std::string& language) {
  const auto breaks = make_breaks(Breaks::words, language);
  breaks->setText(text);
  const auto subtag = primary_language(language);
  const bool elides = subtag == "fr" || subtag == "it";
  std::vector<Token> all;
  int from = breaks->first();
  for (int to = breaks->next(); to != icu::BreakIterator::DONE; from = to, to = breaks->next()) {
    if (breaks->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
    const int last = all.empty() ? from : all.back().to;
    const bool apart = !is_glue(text.tempSubStringBetween(last, from));
    const int cut = elides ? elided(text.tempSubStringBetween(from, to)) : 0;
    if (cut > 0) all.push_back({from, from + cut - 1, apart});
    all.push_back({from + cut, to, apart && cut == 0});
  }
  return all;
}

bool in_table(std::string_view table, std::string_view word, char mark) {
  const auto padded = mark + std::string(word) + mark;
  return table.find(padded) != std::string_view::npos;
}

/// "slowly": an adverb, less a few words that only look like one.
bool is_adverb(std::string_view word, std::string_view language) {
  constexpr std::string_view kNot =
      " family butterfly italy july lily belly jelly rally ally assembly "
      "monopoly anomaly holy ugly lonely lovely ";
  return language == "en" && word.size() > 4 && word.ends_with("ly") && !in_table(kNot, word, ' ');
}

/// Japanese grammar is written in kana.
bool is_kana_grammar(const UnicodeString& word) {
  for (int i = 0; i < word.length(); ++i) {
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(word.char32At(i), &status) != USCRIPT_HIRAGANA) return false;
  }
  return true;
}

/// Collects phrases word by word.
class Collector {
 public:
  Collector(const UnicodeString& text, const std::string& language, int longest)
      : text_(text), language_(primary_language(language)), longest_(longest) {}

  std::vector<Phrase> collect(const std::vector<Token>& all) {
    for (const auto& token : all) take(token);
    flush();
    return std::move(phrases_);
  }

 private:
  void take(const Token& token) {
    const auto word = text_.tempSubStringBetween(token.from, token.to);
    if (token.apart) flush();
    if (is_empty(word)) {
      between_ += (between_.empty() ? "" : " ") + folded(to_bytes(word));
      return;
    }
    if (count_ > 0 && (count_ >= longest_ || !(between_.empty() || is_link()))) flush();
    if (count_ == 0) from_ = token.from;
    to_ = token.to;
    ++count_;
    between_.clear();
  }

  bool is_empty(const UnicodeString& word) const {
    return is_stop_word(to_bytes(word), language_) ||
           (language_ == "ja" && is_kana_grammar(word)) ||
           (word.length() == 1 && !is_unspaced(static_cast<char32_t>(word.char32At(0))));
  }

  bool is_link() const {
    const auto* table = stop_words(language_);
    return table && between_.find('/') == std::string::npos && linked(table->links);
  }
  bool linked(std::string_view links) const {
    return in_table("/" + std::string(links.substr(std::min<std::size_t>(1, links.size()))),
                    between_, '/');
  }

  void flush() {
    if (count_ > 0) phrases_.push_back({text(), count_, is_name()});
    count_ = 0;
    between_.clear();
  }

  /// With the full stop that belongs to it ("Washington D.C.").
  std::string text() const {
    auto phrase = text_.tempSubStringBetween(from_, to_);
    const int dot = phrase.lastIndexOf(u'.');
    if (dot == phrase.length() - 2 && to_ < text_.length() && text_[to_] == u'.') phrase += u'.';
    return to_bytes(phrase);
  }

  bool is_name() const {
    return from_ > 0 && language_ != "de" && u_isUUppercase(text_.char32At(from_));
  }

  const UnicodeString& text_;
  std::string language_;
  int longest_;
  std::vector<Phrase> phrases_;
  std::string between_;  ///< stop words since the last word of the phrase
  int from_ = 0;
  int to_ = 0;
  int count_ = 0;
};

constexpr std::array kPhraseScores = {0.0, 1.0, 2.4, 2.9, 2.5};  // by number of words

double score(const Phrase& phrase) {
  constexpr std::size_t kWordy = 4;  // letters; shorter ones seldom say much
  const auto words = static_cast<std::size_t>(phrase.words);
  const auto digits =
      std::ranges::count_if(phrase.text, [](char c) { return c >= '0' && c <= '9'; });
  return kPhraseScores[std::min(words, kPhraseScores.size() - 1)] + (phrase.name ? 1.5 : 0.0) +
         (utf16_length(phrase.text) >= kWordy ? 0.3 : 0.0) - (digits > 0 && words == 1 ? 1.5 : 0.0);
}

}  // namespace

std::vector<std::string> words(std::string_view text, const std::string& language) {
  const auto all = to_unicode(text);
  std::vector<std::string> found;
  for (const auto& token : tokens(all, language))
    found.push_back(to_bytes(all.tempSubStringBetween(token.from, token.to)));
  return found;
}

std::string folded(std::string_view text) {
  return to_bytes(to_unicode(text).foldCase());
}

bool is_stop_word(std::string_view word, std::string_view language) {
  const auto plain = folded(word);
  const auto subtag = primary_language(language);
  const auto* table = stop_words(subtag);
  return (table && in_table(table->words, plain, ' ')) || is_adverb(plain, subtag);
}

std::vector<Phrase> phrases(std::string_view sentence, const std::string& language, int longest) {
  const auto text = without_links(to_unicode(sentence));
  return Collector(text, language, longest).collect(tokens(text, language));
}

std::string key_phrase(std::string_view sentence, const std::string& language, int units) {
  const Phrase* best = nullptr;
  const auto all = phrases(sentence, language, 4);
  for (const auto& phrase : all)
    if (to_unicode(phrase.text).length() <= units && (!best || score(phrase) > score(*best)))
      best = &phrase;
  return best ? best->text : "";
}

}  // namespace storyreel::pipeline
