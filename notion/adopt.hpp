#pragma once

#include "notion/desk.hpp"
#include "notion/observe.hpp"

namespace storyreel::notion {

/// The stage of the job of a video that is new to the record, though Notion shows a details
/// database for it: until that was looked at, neither work nor push touch the video.
constexpr std::string_view kAdopting = "adopt";

/// Takes over what an earlier record, lost since, has made in Notion: of every video that waits so
/// and shows a details database in its own page, that database and its rows become the video's,
/// with the body as it stands. Texts and fills that rows show stay, and links are left as
/// they are; pictures are taken back once they are wanted (cache::kShownPicture). One that is
/// approved is paused, for its voices would be made, and bought, anew. Asks Notion only about such
/// videos; throws what it can't read, before anything is taken for news.
Task<Seen> adopt_details(Desk desk);

}  // namespace storyreel::notion
