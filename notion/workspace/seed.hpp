#pragma once

#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// What a new workspace has: one bot, one person, and the page "Studio", shared with the bot.
void seed(Store& store, Time time);

}  // namespace storyreel::workspace
