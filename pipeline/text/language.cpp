#include <algorithm>
#include <array>
#include <cstdio>  // cld2 forgets it
#include <map>

#include <cld2/public/compact_lang_det.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "daemon/runtime/utf8.hpp"
#include "pipeline/text/text.hpp"
#include "pipeline/text/unicode.hpp"
#include "pipeline/text/words.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kEnoughBytes = std::size_t{64} * 1024;
constexpr std::string_view kDefault = "en";

struct Renamed {
  std::string_view theirs;
  std::string_view ours;
};

/// cld2's codes that are old, or not what BCP 47 prefers.
constexpr std::array<Renamed, 8> kRenamed{{
    {"iw", "he"},
    {"jw", "jv"},
    {"in", "id"},
    {"mo", "ro"},
    {"sh", "sr"},
    {"no", "nb"},
    {"zh-Hans", "zh"},
    {"zhT", "zh-Hant"},
}};

struct ScriptLanguage {
  UScriptCode script;
  std::string_view language;
};

/// The language most written in a script, for texts too short to tell. Kana stands before Han:
/// Japanese has both.
constexpr std::array<ScriptLanguage, 20> kByScript{{
    {USCRIPT_HIRAGANA, "ja"},      {USCRIPT_KATAKANA, "ja"}, {USCRIPT_HAN, "zh"},
    {USCRIPT_BOPOMOFO, "zh-Hant"}, {USCRIPT_HANGUL, "ko"},   {USCRIPT_CYRILLIC, "ru"},
    {USCRIPT_ARABIC, "ar"},        {USCRIPT_HEBREW, "he"},   {USCRIPT_GREEK, "el"},
    {USCRIPT_DEVANAGARI, "hi"},    {USCRIPT_THAI, "th"},     {USCRIPT_BENGALI, "bn"},
    {USCRIPT_TAMIL, "ta"},         {USCRIPT_TELUGU, "te"},   {USCRIPT_GEORGIAN, "ka"},
    {USCRIPT_ARMENIAN, "hy"},      {USCRIPT_KHMER, "km"},    {USCRIPT_LAO, "lo"},
    {USCRIPT_MYANMAR, "my"},       {USCRIPT_ETHIOPIC, "am"},
}};

/// Latin languages told apart by their commonest words when cld2 is not sure.
constexpr std::array<std::string_view, 7> kLatin = {"en", "de", "fr", "es", "it", "pt", "nl"};

std::string renamed(std::string_view code) {
  const auto found = std::ranges::find(kRenamed, code, &Renamed::theirs);
  return std::string(found == kRenamed.end() ? code : found->ours);
}

/// cld2's answer; empty when it is not sure or names a script only ("xx-Goth").
std::string by_statistics(const std::string& text) {
  bool reliable = false;
  const auto language =
      CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  const std::string code = CLD2::LanguageCode(language);
  return !reliable || code == "un" || code.starts_with("xx") ? "" : renamed(code);
}

std::map<UScriptCode, int> letters_by_script(const icu::UnicodeString& text) {
  std::map<UScriptCode, int> letters;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    if (u_isalpha(text.char32At(i))) ++letters[uscript_getScript(text.char32At(i), &status)];
  }
  return letters;
}

std::string by_script(const icu::UnicodeString& text) {
  const auto letters = letters_by_script(text);
  int latin = 0;
  if (const auto found = letters.find(USCRIPT_LATIN); found != letters.end()) latin = found->second;
  for (const auto& row : kByScript) {
    const auto found = letters.find(row.script);
    if (found != letters.end() && found->second * 2 > latin) return std::string(row.language);
  }
  return "";
}

std::string by_common_words(std::string_view text) {
  std::string best(kDefault);
  std::ptrdiff_t most = 0;
  const auto all = words(text, "");
  for (const auto language : kLatin) {
    const auto hits = std::ranges::count_if(
        all, [&](const std::string& word) { return is_stop_word(word, language); });
    if (hits > most) {
      most = hits;
      best = language;
    }
  }
  return best;
}

}  // namespace

std::string detect_language(std::string_view text) {
  const auto unicode = to_unicode(text.substr(0, kEnoughBytes));
  const auto clean = to_bytes(unicode);
  if (auto found = by_statistics(clean); !found.empty()) return found;
  if (auto found = by_script(unicode); !found.empty()) return found;
  return by_common_words(clean);
}

}  // namespace storyreel::pipeline
