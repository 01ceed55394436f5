#pragma once

#include "cache/cache.hpp"
#include "pipeline/rules.hpp"

namespace storyreel::pipeline {

/// Takes over what was made before schema 8, whose record doesn't say from what: so that none of it
/// is made, and bought, again. Told by the keys that an earlier storyreel would have given under
/// these rules; where others were in force then, by what was selected for a row after its last
/// change. Does nothing the second time. Runs inside Cache::write.
void inherit(cache::Database& database, const Rules& rules);

}  // namespace storyreel::pipeline
