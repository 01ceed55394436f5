#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What is known about written language: ICU's rules, mended. Pure functions of UTF-8 text; ill-
/// formed input is repaired first and never throws. Safe on any thread.
namespace storyreel::pipeline {

/// The language of `text` as a BCP 47 tag ("en", "pt", "zh-Hant"); "en" when it can't be told.
std::string detect_language(std::string_view text);

/// The sentences of a script, verbatim but for white space: paragraph breaks end one, runs of white
/// space inside become one space, empty ones are left out. Abbreviations of the language ("Dr.",
/// "U.S.", "e.g.", initials) and decimal points do not end a sentence; closing quotes and brackets
/// stay with theirs; dividers ("* * *") are no sentence. Thai, Lao and Khmer sentences end at a
/// space once they are long enough.
std::vector<std::string> sentences(std::string_view script, const std::string& language);

/// Runs of non-white-space; ICU's words in scripts that are written without spaces.
int count_words(std::string_view text);

}  // namespace storyreel::pipeline
