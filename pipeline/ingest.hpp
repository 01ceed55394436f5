#pragma once

#include <string>
#include <vector>

#include "cache/records.hpp"
#include "pipeline/text/script.hpp"

namespace storyreel::pipeline {

/// Brings the rows of a video in line with the passages of its script. Pure.
///
/// A sentence that stands unchanged keeps its row, also when it moved. A new one becomes a row
/// right after the row of the one before it. A row whose sentence is gone is dropped, unless a user
/// touched it: then it stays, and where its sentence was rewritten the row wins, also over one that
/// was planned for the new wording meanwhile. A row that a user trashed stays trashed.
///
/// `items`: all rows of the video in order, every state. Returns all rows in their new order with
/// positions 1…N, and the sections of their sentences; new rows have an id but no page.
std::vector<cache::Item> take_passages(const std::string& video_id, std::vector<cache::Item> items,
                                       const std::vector<Passage>& passages);

}  // namespace storyreel::pipeline
