#pragma once

#include "notion/desk.hpp"
#include "notion/observe.hpp"

namespace storyreel::notion {

/// Reads what a base's rows show now into the cache: the edited ones, or all (`whole`), and then
/// asks for those that are missing. Moves the watermark when nothing was left out.
Task<Seen> scan(Desk desk, cache::Base base, bool whole, Priority priority);

/// Whether a row that is in the trash went there by itself: not with its details database, which is
/// looked at, and stops its video where it is gone.
Task<bool> went_alone(Desk desk, cache::Base base, bool in_trash);

/// Looks whether a details database still stands; pauses its video when not, resumes it when it is
/// back. `went_along`: it vanished together with text of the body (select all, paste), so that
/// nobody meant it: then it is restored.
Task<Seen> check_details(Desk desk, cache::Base base, bool went_along);

}  // namespace storyreel::notion
