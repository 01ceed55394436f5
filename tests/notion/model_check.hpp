#pragma once

#include <string>
#include <vector>

#include "tests/notion/model.hpp"

namespace storyreel::test {

/// What Notion and the cache show otherwise than `model` wants once all is at rest, in words. The
/// model learns what it can't know: pages of new rows, and places that were left open.
std::vector<std::string> differences(World& world, Model& model);

}  // namespace storyreel::test
