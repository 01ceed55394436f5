#pragma once

#include <map>
#include <string>
#include <string_view>

#include "daemon/runtime/task.hpp"
#include "notion/desk.hpp"
#include "notion/observe.hpp"

/// What the polls and the sweep share.
namespace storyreel::notion {

/// Writes what was noticed to the status log, at once: a later part of the pass may fail.
Seen told(Desk& desk, Seen seen);

/// Since when Notion fails at a video's pages, by video and stage.
using Failing = std::map<std::string, Time>;

/// Runs `work`; one video's trouble stands on that video, as of the stage (notion/trouble.hpp), and
/// is taken off when the work succeeds; either sets `changed`, so that others look at it. What
/// passes by itself is told when it did not for a few minutes. Throws what concerns everything.
/// `video_id` may be blank.
Task<> attempt_reading(Desk desk, Failing& failing, std::string video_id, std::string_view stage,
                       Task<> work, bool& changed);

/// Reads a page's body into the cache, and sees after a details database that left it. `video_id`
/// blank: not a video yet.
Task<Seen> look_at_body(Desk desk, std::string page_id, std::string video_id, Priority priority);

/// Of a details database that does not stand: its page says whether it went with its text, and so
/// comes back, or by itself, so that its video waits.
Task<Seen> look_after_details(Desk desk, std::string video_id);

/// Whether rows that are in the trash, or not to be read, went by themselves: not with their
/// details database, which is looked after, and what that changes is added to `seen`. It may have
/// been put back since they were read: read them again.
Task<bool> went_alone(Desk desk, cache::Base base, Seen& seen);

}  // namespace storyreel::notion
