#pragma once

#include "cache/cache.hpp"
#include "notion/bindings.hpp"

namespace storyreel::notion {

/// Takes every property that `shown` has otherwise than `before` into the change. Pure.
void take_edits(Change& change, const Binding& binding, const cache::Values& before,
                const cache::Values& shown);

/// Saves the subject and does what else the edits asked for. Raises the video's revision.
void save_change(cache::Database& database, const Change& change);

/// Numbers of sentences by item id: ranks of the live rows with text. `items` in order.
std::map<std::string, int> numbers_of(const std::vector<cache::Item>& items);

/// The job that says that rows may stay away although they are many: the user resumed after a halt.
constexpr std::string_view kAbsence = "absence";
/// The job by which an approved video owes its rows the body as it was then (cache/records.hpp):
/// who edits it and then approves means both, however late the edit is seen. It goes when a body
/// that was asked for since is the one in the rows, and when it is taken.
constexpr std::string_view kBodyOwed = "body";
/// The job by which a video stands still until a user sets its Status to New (cache/records.hpp).
constexpr std::string_view kHalt = "halt";

}  // namespace storyreel::notion
