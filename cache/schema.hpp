#pragma once

#include <span>
#include <string_view>

#include "cache/cache.hpp"

namespace storyreel::cache {

/// The schema files in order: step n brings schema n to n + 1 and sets user_version itself.
std::span<const std::string_view> schema_steps();

/// The schema of `database`: 0 for an empty file. Throws UsageError when it is newer than ours.
int schema_version(Database& database);

}  // namespace storyreel::cache
