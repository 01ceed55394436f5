#include "tests/notion/model_words.hpp"

#include <array>
#include <cctype>

namespace storyreel::test {
namespace {

constexpr std::array kSyllables{"ba", "de", "fo", "gu", "ka", "le", "mo", "nu", "pa", "re",
                                "so", "tu", "va", "ze", "bo", "du", "fa", "ge", "ko", "lu"};
constexpr std::array kVerbs{"paints", "carries", "builds", "mends", "sells", "finds", "hides"};

std::string made_up(unsigned number) {
  std::string word;
  for (int syllable = 0; syllable < 3; ++syllable, number /= kSyllables.size()) {
    word += kSyllables[number % kSyllables.size()];
  }
  return word;
}

}  // namespace

std::string sentence_of(unsigned idea, unsigned version) {
  auto name = made_up((idea * 1237 + 411) % 8000);
  name[0] = static_cast<char>(std::toupper(name[0]));
  const auto thing = made_up((idea * 31 + version * 617 + 2003) % 8000);
  return name + " " + kVerbs[idea % kVerbs.size()] + " " + thing + "s.";
}

std::string name_in(const std::string& sentence) {
  return sentence.substr(0, sentence.find(' '));
}

}  // namespace storyreel::test
