#pragma once

#include <exception>
#include <string>

#include "cache/cache.hpp"
#include "cache/stages.hpp"

namespace storyreel::notion {

using cache::kDetailsGone;

/// Stages of the jobs that say why a video's pages can't be read, written, or stand still.
constexpr std::string_view kReading = "notion-read";
constexpr std::string_view kReadingBody = "notion-read-body";
constexpr std::string_view kWriting = "notion-write";
constexpr std::string_view kSchema = "schema";
constexpr std::string_view kFilm = "film-block";
constexpr std::string_view kVideosSchema = "videos-schema";  ///< of the database Videos

/// Whether a failure concerns everything, not one page: no network, no token, no cache, cancelled,
/// or what only a person can mend.
bool concerns_all(const std::exception_ptr& failure);

/// Whether it passes by itself and soon (busy, rate limited, unclear): nothing to tell a person.
bool passes(const std::exception_ptr& failure);

/// Whether it is Notion's own, at this one thing: worth telling when it lasts.
bool is_outage(const std::exception_ptr& failure);

/// Whether it is known that a video's details database is in the trash or not shared.
bool details_gone(cache::Database& database, const std::string& video_id);

/// Puts a trouble on a video's Error, or takes it off (`error` blank). True when that is news.
bool note_trouble(cache::Database& database, const std::string& video_id, std::string_view stage,
                  const std::string& error);

}  // namespace storyreel::notion
