#pragma once

#include "notion/desk.hpp"
#include "notion/observe.hpp"

namespace storyreel::notion {

/// Reads what a base's rows show now into the cache: the edited ones, or all (`whole`), and then
/// asks for those that are missing. Moves the watermark when nothing was left out.
Task<Seen> scan(Desk desk, cache::Base base, bool whole, Priority priority);

}  // namespace storyreel::notion
