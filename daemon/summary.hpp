#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cache/records.hpp"

namespace storyreel {

/// The studio in a few words: "3 videos: 1 generating, 2 complete".
std::string summary(const std::map<cache::VideoStatus, int>& counts);

/// The videos that `text` means, trashed ones left out: the one with that id, else those of that
/// title, else those whose title contains it; letter case ignored (ASCII).
std::vector<cache::Video> matching(const std::vector<cache::Video>& videos, std::string_view text);

/// Whether `text` contains `part`, letter case ignored (ASCII).
bool contains(std::string_view text, std::string_view part);

}  // namespace storyreel
