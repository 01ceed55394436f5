#pragma once

#include <string_view>

namespace storyreel::pipeline {

/// Words without a subject of their own, by language. In lower case, each between spaces.
struct StopWords {
  std::string_view language;
  std::string_view words;
  std::string_view links;  ///< what may stand inside a phrase ("edge of the wood"); between slashes
};

/// The table of a language (primary subtag); nullptr when there is none.
const StopWords* stop_words(std::string_view language);

}  // namespace storyreel::pipeline
