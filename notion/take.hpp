#pragma once

#include "cache/cache.hpp"
#include "cache/stages.hpp"
#include "notion/bindings.hpp"

namespace storyreel::notion {

using cache::kAbsence;
using cache::kBodyOwed;
using cache::kHalt;

/// Takes every property that `shown` has otherwise than `before` into the change. Pure.
void take_edits(Change& change, const Binding& binding, const cache::Values& before,
                const cache::Values& shown);

/// Saves the subject and does what else the edits asked for. Raises the video's revision.
void save_change(cache::Database& database, const Change& change);

/// Numbers of sentences by item id: ranks of the live rows with text. `items` in order.
std::map<std::string, int> numbers_of(const std::vector<cache::Item>& items);

}  // namespace storyreel::notion
