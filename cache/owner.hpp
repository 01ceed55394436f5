#pragma once

#include <string>

#include "cache/cache.hpp"

namespace storyreel::cache {

/// Raises the revision of the video that `owner_id` is or belongs to.
void touch_owner(Database& database, const std::string& owner_id);

}  // namespace storyreel::cache
