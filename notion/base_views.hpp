#pragma once

#include "cache/mirror.hpp"
#include "daemon/runtime/signal.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// Gives a base the views that it never had: looks at those that stand, adopts what an unclear
/// create left, sorts Notion's own one while nobody touched it, creates the others. Each is settled
/// in the cache as soon as it is made or refused. `again_at`: the outcome of one is unclear, or
/// Notion is busy. Throws only what concerns everything (no network, no token).
Task<Pass> make_views(Desk desk, cache::Base base);

}  // namespace storyreel::notion
