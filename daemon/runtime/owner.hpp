#pragma once

#include <filesystem>

namespace storyreel {

/// Where we are root and `folder` is another user's, becomes that user for good, with the folder's
/// group: what is made in there from now on is its owner's, who can use it. Does nothing otherwise.
/// Throws UsageError when that can't be done. Call before other threads begin.
void become_owner(const std::filesystem::path& folder);

}  // namespace storyreel
