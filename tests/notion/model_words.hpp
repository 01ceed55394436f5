#pragma once

#include <string>

namespace storyreel::test {

/// A sentence about `idea`, as it reads in its `version`: different ideas share no word that
/// matters, versions of one are alike.
std::string sentence_of(unsigned idea, unsigned version = 0);

/// The word by which a sentence (and a prompt made of it) is known: its first.
std::string name_in(const std::string& sentence);

}  // namespace storyreel::test
