#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

/// Small steps between UTF-8 and ICU.
namespace storyreel::pipeline {

enum class Breaks { sentences, words };

/// A break iterator for a language; one that ICU doesn't know gets the root's rules. Throws Error
/// when ICU's data can't be read.
std::unique_ptr<icu::BreakIterator> make_breaks(Breaks kind, const std::string& language);

/// `text` repaired and in UTF-16.
icu::UnicodeString to_unicode(std::string_view text);

std::string to_bytes(const icu::UnicodeString& text);

/// `tag` without script and region: "pt" for "pt-BR", in lower case.
std::string primary_language(std::string_view tag);

/// White space and control characters; not the spaces that forbid a break.
bool is_blank(char32_t code);

/// Written without spaces between words: Han, kana, Thai, Lao, Khmer, Myanmar.
bool is_unspaced(char32_t code);

/// Thai, Lao and Khmer letters: a space stands where others have a full stop.
bool ends_by_space(char32_t code);

/// True when somebody could read it aloud or see it: a letter, a digit, an emoji.
bool has_content(const icu::UnicodeString& text);

}  // namespace storyreel::pipeline
