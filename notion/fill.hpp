#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cache/records.hpp"

/// What a filled property means: ours while Notion shows what we last wrote, else the user's. Pure.
namespace storyreel::notion {

/// Takes what Notion shows in a filled property, where it showed something else before.
void take_fill(cache::Fill& fill, std::string_view shown);

/// What to write over `shown`: nothing while the value is the user's, or none is made yet.
std::optional<std::string> show_fill(const cache::Fill* fill, std::string_view shown);

}  // namespace storyreel::notion
