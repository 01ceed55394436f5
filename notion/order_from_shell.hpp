#pragma once

#include <string>
#include <string_view>

#include "cache/cache.hpp"
#include "cache/records.hpp"

/// What a person asks for in a shell means what it means in Notion: it is taken into the record as
/// an edit there would be, and what Notion shows follows by push.
namespace storyreel::notion {

/// As if the video's Status was set to `status`, one of those that users set.
void set_status(cache::Database& database, const cache::Video& video, std::string_view status);

/// As if the row's Error was cleared: what failed is tried again.
void clear_error(cache::Database& database, const cache::Item& item);

/// Whether the video stands still because many of its rows vanished.
bool is_halted(cache::Database& database, const std::string& video_id);

}  // namespace storyreel::notion
