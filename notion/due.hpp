#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cache/mirror.hpp"
#include "cache/records.hpp"

/// When to look at what. Pure.
namespace storyreel::notion {

/// A details database that could be polled.
struct Pollable {
  cache::VideoStatus status = cache::VideoStatus::fresh;
  Time edited_at{};  ///< our clock, when it or its video was last seen to change
};

/// Indices of those to poll in the `turn`th pass: the ones at work, and one of those at rest.
std::vector<std::size_t> due(const std::vector<Pollable>& all, std::size_t turn, Time now);

/// Whether a page's body must be read (again). `video` may be none yet.
bool needs_body(const cache::Page& page, const cache::Video* video, const std::string& bot,
                Time now);

/// Whether a base of so many rows is scanned whole now; small ones always are.
bool sweep_due(std::size_t rows, std::optional<Time> swept_at, Time now);

/// What a complete scan did not show.
struct Absence {
  std::vector<std::string> ask;  ///< pages to ask for by id
  bool halt = false;             ///< too many at once: ask a few, conclude nothing
};

/// `known` pages against the ids `shown` (sorted). Rows that were just written may be missing for
/// as long as Notion's index lags: only a few of those are asked for.
Absence absence(const std::vector<cache::Page>& known, const std::vector<std::string>& shown,
                Time now, milliseconds lag);

}  // namespace storyreel::notion
