#pragma once

#include <optional>
#include <string>

#include "cache/cache.hpp"
#include "cache/records.hpp"
#include "pipeline/rules.hpp"

/// What people are given to see of an artifact. Each runs inside Cache::write.
namespace storyreel::pipeline {

/// The artifact's publication, made when there is none. The artifact stands in the record.
cache::Publication published(cache::Database& database, const std::string& key);

/// The link that shows it, renewed long before it ends where it would; nullopt: it is on its way to
/// the store (pipeline/hosting/publisher.hpp), and the video is looked at anew when it stands
/// there.
std::optional<std::string> link_to(cache::Database& database, const cache::Publication& publication,
                                   const std::string& video_id, const Rules& rules);

/// How a picture stands in Notion: by its publication's name, where it is uploaded; else by its
/// link; blank while that is on its way.
std::string shown_as(cache::Database& database, const cache::Publication& publication,
                     const std::string& video_id, const Rules& rules);

/// A link that was given out, in place of one that would end.
std::string renewed(cache::Database& database, const std::string& link, const Rules& rules);

}  // namespace storyreel::pipeline
