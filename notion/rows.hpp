#pragma once

#include <string>

#include "cache/mirror.hpp"
#include "cache/records.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// Whether there is anything that a video's rows could be taken from.
bool has_script(const cache::Video& video);

/// Whether a row may be in vain: its script is to be taken again first, as a user touched a row
/// that it was to take the place of.
bool may_give_way(const cache::Video& video, const cache::Item& item);

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
