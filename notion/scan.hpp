#pragma once

#include <vector>

#include "notion/desk.hpp"
#include "notion/observe.hpp"

namespace storyreel::notion {

/// Reads what a base's rows show now into the cache: the edited ones, or all (`whole`), and then
/// asks for those that are missing. Moves the watermark when nothing was left out.
Task<Seen> scan(Desk desk, cache::Base base, bool whole, Priority priority);

/// Before these pages of `base` are taken: where one says that its user gave up a details database
/// (cleared its URL), what they typed there last is read while it is still known.
Task<Seen> read_given_up(Desk desk, cache::Base base, std::vector<Page> pages);

}  // namespace storyreel::notion
