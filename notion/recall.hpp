#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notion/desk.hpp"
#include "notion/observe.hpp"

/// Pictures that rows showed when their video was found again in Notion (cache::kShownPicture).
namespace storyreel::notion {

/// A row whose picture is wanted, though nobody knows yet where it is.
struct Unplaced {
  std::string item_id;
  std::string video_id;
};

/// The stage of what is wrong with asking, on the video (notion/trouble.hpp).
constexpr std::string_view kPlacing = "notion-picture";

/// Some of those of videos for which things are made, whichever: a poll's worth.
std::vector<Unplaced> unplaced_pictures(cache::Database& database);

/// Asks Notion where it is, which the record keeps for the pipeline; what the row shows no more is
/// let go.
Task<Seen> place_picture(Desk desk, Unplaced wanted);

}  // namespace storyreel::notion
