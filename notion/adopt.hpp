#pragma once

#include "notion/desk.hpp"
#include "notion/observe.hpp"

namespace storyreel::notion {

/// Takes over what an earlier record, lost since, has made in Notion: of every video that is new to
/// this one and shows a details database in its own page, that database and its rows become the
/// video's, with the body as it stands. Texts and fills that rows show stay, and links are left as
/// they are. One that is approved is paused, for its pictures and voices would be made, and
/// bought, anew. Asks Notion only about such videos; throws what it can't read, before anything is
/// taken for news.
Task<Seen> adopt_details(Desk desk);

}  // namespace storyreel::notion
