#include <algorithm>
#include <memory>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "pipeline/text/text.hpp"
#include "pipeline/text/unicode.hpp"

namespace storyreel::pipeline {
namespace {

int icu_words(const icu::UnicodeString& run, icu::BreakIterator& breaks) {
  breaks.setText(run);
  int count = 0;
  for (breaks.first(); breaks.next() != icu::BreakIterator::DONE;)
    if (breaks.getRuleStatus() >= UBRK_WORD_NONE_LIMIT) ++count;
  return count;
}

/// Counts run by run; the word breaker is made only where a script needs it.
class Counter {
 public:
  int count(const icu::UnicodeString& run, bool unspaced) {
    if (run.isEmpty()) return 0;
    if (!unspaced) return 1;
    if (!breaks_) breaks_ = make_breaks(Breaks::words, "");
    return std::max(1, icu_words(run, *breaks_));
  }

 private:
  std::unique_ptr<icu::BreakIterator> breaks_;
};

}  // namespace

int count_words(std::string_view text) {
  const auto all = to_unicode(text);
  Counter counter;
  int words = 0;
  int start = 0;
  bool unspaced = false;
  for (int i = 0; i <= all.length(); i = i < all.length() ? all.moveIndex32(i, 1) : i + 1) {
    const auto code = i < all.length() ? static_cast<char32_t>(all.char32At(i)) : U' ';
    if (is_blank(code) || u_isUWhiteSpace(static_cast<UChar32>(code))) {
      words += counter.count(all.tempSubStringBetween(start, i), unspaced);
      start = i + 1;
      unspaced = false;
    } else {
      unspaced = unspaced || is_unspaced(code);
    }
  }
  return words;
}

}  // namespace storyreel::pipeline
