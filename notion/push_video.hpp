#pragma once

#include <cstdint>
#include <string>

#include "daemon/runtime/signal.hpp"
#include "notion/desk.hpp"
#include "notion/push_memory.hpp"

namespace storyreel::notion {

/// Brings all pages of one video to `revision`: details database, rows, values. What is held back
/// or failed is due at `again_at`. Throws only what concerns everything (no network, no token).
Task<Pass> push_video(Desk desk, PushMemory& memory, std::string video_id, std::int64_t revision);

}  // namespace storyreel::notion
