#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"

namespace storyreel {

/// What a person asks for in a shell.
enum class OrderKind {
  pause,      ///< a video, as if its Status was set to Paused; or all making
  resume,     ///< the other way round
  retry,      ///< a video as if its Status was set to New; a row as if its Error was cleared
  undo_halt,  ///< videos that stand still since many of their rows vanished: they go on
  sync,       ///< look at a video, or at all of Notion, now
};

struct Order {
  OrderKind kind;
  std::string target;  ///< see find_target(); empty: all
};

/// What came of an order.
struct Obeyed {
  std::string said;                 ///< for the person who gave it
  std::vector<std::string> videos;  ///< ids of those it concerned
};

/// A word for each kind: "pause", "undo-halt".
std::string_view word(OrderKind kind);

/// Does to the record what `order` asks; nothing is sent to Notion here. Targets are a
/// video's id, its title or a part of it, or the id or address of any page of ours in Notion; what
/// is none of these may end in "#3": that video's third sentence. Throws UsageError when the target
/// is unknown, means several videos, or is not of the kind that the order is for.
Obeyed obey(cache::Database& database, const Order& order);

/// Whether all making is paused.
bool all_paused(cache::Database& database);

}  // namespace storyreel
