#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "pipeline/providers/provider.hpp"

namespace storyreel::test {

/// A script in paragraphs, of which no two `number`s have a sentence in common.
std::string some_script(std::size_t number, std::size_t sentences);

/// Writes of what it is given in no time, under the name of another provider.
std::unique_ptr<pipeline::TextProvider> make_quick_text(std::string identity);

}  // namespace storyreel::test
