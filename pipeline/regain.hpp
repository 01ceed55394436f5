#pragma once

#include <cstddef>
#include <filesystem>

#include "cache/cache.hpp"

namespace storyreel::pipeline {

/// Registers the pictures and voices below `artifacts` (a Store's folder) that the record, an older
/// one that was put back, does not know: they are somebody's work, and may have been paid for. Each
/// is probed as when it was made; what is not sound is left where it is. What is rendered from them
/// is made again, and replaces its file. Returns how many it registered. Blocks.
std::size_t regain(cache::Database& database, const std::filesystem::path& artifacts);

}  // namespace storyreel::pipeline
