#pragma once

#include <string>

#include "cache/mirror.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// Creates the row of an item, once. False: the outcome is unclear, look for it later.
Task<bool> create_row(Desk desk, cache::Base base, std::string item_id);

/// What became of creates whose outcome was unclear.
struct Resumed {
  bool changed = false;
  bool unclear = false;  ///< some still are
};

/// Looks for rows that earlier attempts may have made, oldest first, and adopts them. One that
/// isn't found within Notion's index lag is free to be created again.
Task<Resumed> resume_rows(Desk desk, cache::Base base);

}  // namespace storyreel::notion
