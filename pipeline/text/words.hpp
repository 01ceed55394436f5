#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace storyreel::pipeline {

/// The words of a text in order, as written, by ICU; without punctuation, numbers kept.
std::vector<std::string> words(std::string_view text, const std::string& language);

/// `text` in lower case, for comparing.
std::string folded(std::string_view text);

/// True for words that carry no subject ("the", "was"), in any case.
bool is_stop_word(std::string_view word, std::string_view language);

/// A run of words that carry the subject, as written.
struct Phrase {
  std::string text;
  int words = 0;
  bool name = false;  ///< begins with a capital inside its sentence (never in German or CJK)
};

/// The phrases of one sentence in order: what stands between stop words and punctuation, at most
/// `longest` words each.
std::vector<Phrase> phrases(std::string_view sentence, const std::string& language, int longest);

/// The phrase that stands best for a sentence, at most `units` characters; empty when there is
/// none.
std::string key_phrase(std::string_view sentence, const std::string& language, int units);

}  // namespace storyreel::pipeline
