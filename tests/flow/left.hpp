#pragma once

#include <string>
#include <vector>

#include "tests/flow/people.hpp"
#include "tests/flow/studio.hpp"

namespace storyreel::test {

/// How what stands in Notion and in the record differs from what people left, and from one of each;
/// a line each. Empty once all films are made and nothing is left to do.
std::vector<std::string> violations(Studio& studio, const std::vector<LeftVideo>& videos);

}  // namespace storyreel::test
