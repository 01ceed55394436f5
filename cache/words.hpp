#pragma once

#include <optional>
#include <string_view>

#include "cache/records.hpp"

namespace storyreel::cache {

/// Notion's word for a status ("Awaiting Approval"), and back (exact; nullopt for any other).
std::string_view word(VideoStatus status);
std::string_view word(ItemStatus status);
std::optional<VideoStatus> video_status(std::string_view word);
std::optional<ItemStatus> item_status(std::string_view word);

}  // namespace storyreel::cache
