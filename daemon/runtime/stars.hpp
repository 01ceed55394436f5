#pragma once

#include <string>
#include <vector>

#include "daemon/runtime/secret.hpp"

namespace storyreel {

/// `text` with stars in place of what any of `hidden` says. Secrets of less than eight bytes stay:
/// stars would stand for words that have nothing to do with them.
std::string starred(std::string text, const std::vector<Secret>& hidden);

}  // namespace storyreel
