#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "cache/mirror.hpp"
#include "cache/records.hpp"

/// When to look at what. Pure.
namespace storyreel::notion {

/// Whether a video is at work, so that its rows are polled in every pass; the others are looked at
/// when a hint or the sweep says so. `edited_at`: our clock, when something of it changed last.
bool at_work(cache::VideoStatus status, Time edited_at, Time now);

/// How many requests a pass of polls may cost, so that half of the budget stays for the rest.
std::size_t most_polls(int requests_per_minute, milliseconds poll_interval);

/// How long to wait between two sweeps of resting videos, one after the other: all within an hour
/// where a quarter of the budget (0: no pacing) allows that.
milliseconds sweep_interval(std::size_t resting, int requests_per_minute);

/// How long the requests of one sweep of so many rows must take to stay within that quarter.
milliseconds sweep_pause(std::size_t rows, int requests_per_minute);

/// How long all resting videos take to be swept.
milliseconds sweep_period(std::size_t resting, int requests_per_minute);

/// A text may still be edited within the minute of its time stamp, that long after it was seen.
constexpr std::chrono::minutes kFreshBody{2};

/// Whether a page's body must be read (again). `video`: nullptr where there is none yet, or it owes
/// its rows the body. `looked_at`: when it was read last. One that is approved, and that we write
/// into all the time, is read now and then: somebody's edit of its text in a minute of ours does
/// not show otherwise.
bool needs_body(const cache::Page& page, const cache::Video* video, const std::string& bot,
                Time looked_at, Time now);

/// Rows that one request shows.
constexpr std::size_t kRowsOfRequest = 100;

/// Whether a base of so many rows, more than a request shows, is to be scanned whole now.
bool sweep_due(std::size_t rows, std::optional<Time> swept_at, Time now);

/// So many of what is missing are asked for first.
constexpr std::size_t kProbes = 3;

/// What a complete scan did not show.
struct Absence {
  std::vector<std::string> ask;  ///< pages to ask for by id
  bool halt = false;             ///< too many at once: ask a few, and conclude nothing by yourself
  bool more = false;             ///< some are not asked for yet
};

/// `known` pages against the ids `shown` (sorted). Rows that were just written may be missing for
/// as long as Notion's index lags: only a few of those are asked for.
Absence absence(const std::vector<cache::Page>& known, const std::vector<std::string>& shown,
                Time now, milliseconds lag);

}  // namespace storyreel::notion
