#pragma once

#include <string_view>

#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// Fills `page`, new and empty, from markdown. A page without a title takes that of a first
/// heading 1. Throws validation_error.
void write_markdown(Call& call, Node& page, std::string_view markdown);

}  // namespace storyreel::workspace
