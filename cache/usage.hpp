#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/records.hpp"

/// The artifacts as a whole: how much they take, and which of them were used when. There are
/// hundreds of thousands: they are shown one by one.
namespace storyreel::cache::artifacts {

/// Notes that these went into something now.
void used(Database& database, const std::vector<std::string>& keys, Time now);

/// Bytes of all artifacts.
std::int64_t total_bytes(Database& database);

/// Is shown an artifact; false: the next ones need not be.
using Visit = std::function<bool(const Artifact&)>;
void each(Database& database, const Visit& visit);
/// What was made and used longest ago comes first. What is shown may be removed meanwhile.
void each_by_use(Database& database, const Visit& visit);

}  // namespace storyreel::cache::artifacts
