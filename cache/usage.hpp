#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/records.hpp"

/// How much the artifacts take, and which of them were used when.
namespace storyreel::cache::artifacts {

/// Notes that these went into something now.
void used(Database& database, const std::vector<std::string>& keys, Time now);

/// Bytes of all artifacts.
std::int64_t total_bytes(Database& database);

/// All artifacts, what was made and used longest ago first.
std::vector<Artifact> by_use(Database& database);

}  // namespace storyreel::cache::artifacts
