#pragma once

#include <string_view>

/// What a full stop means, by language. Words are in lower case, without their last full stop,
/// each between spaces.
namespace storyreel::pipeline {

struct StopRules {
  std::string_view language;
  std::u16string_view never;   ///< never end a sentence: "Mr.", "e.g."
  std::u16string_view number;  ///< don't before a number: "No. 5"
  std::u16string_view maybe;   ///< do only before a usual first word: "p.m.", "Inc."
  std::u16string_view first;   ///< usual first words of a sentence
  bool ordinals;               ///< "3. Oktober": a number with a full stop is an ordinal
};

/// The rules of a language (primary subtag); English ones when there are none.
const StopRules& stop_rules(std::string_view language);

/// True when `list` holds `word`.
bool in_list(std::u16string_view list, std::u16string_view word);

}  // namespace storyreel::pipeline
