#pragma once

#include <chrono>
#include <string_view>

/// Stages of the jobs (cache/records.hpp) by which notion and pipeline tell each other how a video
/// stands.
namespace storyreel::cache {

/// The video stands still until a user sets its Status to New. Its error says why.
constexpr std::string_view kHalt = "halt";

/// The user resumed after a halt: rows may stay away although they are many. The video waits until
/// it is known which.
constexpr std::string_view kAbsence = "absence";

/// The details database is gone: the video waits for it.
constexpr std::string_view kDetailsGone = "details";

/// The approved video owes its rows the body as it was then: who edits it and then approves means
/// both, however late the edit is seen. It goes when a body that was asked for since is the one in
/// the rows, and when it is taken.
constexpr std::string_view kBodyOwed = "body";

/// The row showed a picture when it was found again in Notion. Until that is taken back none is
/// made for the row. `key`: its text, a line break and its prompt then; what says something else
/// now wants another. `provider_job`: where the picture is, as Notion said at `started_at`, and for
/// an hour from then; blank: it is to be asked.
constexpr std::string_view kShownPicture = "shown";
constexpr std::chrono::minutes kAddressLasts{45};

}  // namespace storyreel::cache
