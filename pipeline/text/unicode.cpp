#include "pipeline/text/unicode.hpp"

#include <algorithm>
#include <array>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::array kUnspaced = {USCRIPT_HAN,      USCRIPT_HIRAGANA, USCRIPT_KATAKANA,
                                  USCRIPT_BOPOMOFO, USCRIPT_THAI,     USCRIPT_LAO,
                                  USCRIPT_KHMER,    USCRIPT_MYANMAR};
constexpr std::array kEndsBySpace = {USCRIPT_THAI, USCRIPT_LAO, USCRIPT_KHMER};
constexpr char32_t kFirstUnspaced = 0x0E00;  // Thai; everything below is quickly told

template <class Scripts>
bool in_scripts(char32_t code, const Scripts& scripts) {
  if (code < kFirstUnspaced) return false;
  UErrorCode status = U_ZERO_ERROR;
  const auto script = uscript_getScript(static_cast<UChar32>(code), &status);
  return std::ranges::find(scripts, script) != scripts.end();
}

}  // namespace

std::unique_ptr<icu::BreakIterator> make_breaks(Breaks kind, const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = icu::Locale::forLanguageTag(language, status);
  if (U_FAILURE(status)) status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks(
      kind == Breaks::words ? icu::BreakIterator::createWordInstance(locale, status)
                            : icu::BreakIterator::createSentenceInstance(locale, status));
  if (U_FAILURE(status) || !breaks)
    throw Error(std::string("ICU can't break text: ") + u_errorName(status));
  return breaks;
}

icu::UnicodeString to_unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(to_utf8(text));
}

std::string to_bytes(const icu::UnicodeString& text) {
  std::string bytes;
  return text.toUTF8String(bytes);
}

std::string primary_language(std::string_view tag) {
  std::string language(tag.substr(0, tag.find_first_of("-_")));
  std::ranges::transform(language, language.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return language;
}

bool is_blank(char32_t code) {
  constexpr char32_t kNextLine = 0x85;
  const auto c = static_cast<UChar32>(code);
  return code == kNextLine || u_charType(c) == U_CONTROL_CHAR || u_isWhitespace(c);
}

bool is_unspaced(char32_t code) {
  return in_scripts(code, kUnspaced);
}

bool ends_by_space(char32_t code) {
  return in_scripts(code, kEndsBySpace);
}

bool has_content(const icu::UnicodeString& text) {
  constexpr std::uint32_t kSeen = U_GC_L_MASK | U_GC_N_MASK | U_GC_SO_MASK | U_GC_SC_MASK;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    if (U_GET_GC_MASK(text.char32At(i)) & kSeen) return true;
  return false;
}

}  // namespace storyreel::pipeline
