#pragma once

#include <string>

#include "pipeline/plan.hpp"

/// What pictures and voices are named by, and which of those that stand are kept. Pure.
namespace storyreel::pipeline {

/// The words of a sentence that are said.
std::string spoken(const Sentence& sentence, const Recipe& recipe);

/// Hash of what a sentence itself gives for its picture or voice (`stage`), whoever makes it.
/// `bought`: by a service, which is told neither the language nor more of the film's size than its
/// shape.
std::string row_inputs(Stage stage, const Sentence& sentence, const std::string& language,
                       const Recipe& recipe, bool bought);

/// The key of what the provider of that identity makes.
std::string picture_key(const std::string& identity, const Sentence& sentence,
                        const std::string& language, const Recipe& recipe);
std::string voice_key(const std::string& identity, const Sentence& sentence,
                      const std::string& language, const Recipe& recipe);

/// The key of what was made for the sentence before and stays, the selected one first, else the
/// last; empty: nothing. What was bought stays as long as the sentence gives the same for it, and
/// so does what was made here where it would have to be bought now. Anything else follows the
/// settings.
std::string kept_key(Stage stage, const Sentence& sentence, const std::string& language,
                     const Recipe& recipe);

/// Where a picture or voice comes from that `maker` made for the sentence.
cache::Origin origin_of(const Target& target, const Sentence& sentence, const std::string& language,
                        const Recipe& recipe, const Maker& maker);

}  // namespace storyreel::pipeline
