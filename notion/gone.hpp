#pragma once

#include <string>

#include "notion/desk.hpp"
#include "notion/observe.hpp"

/// Whether what a video works in still stands in Notion, and what follows where it does not.
namespace storyreel::notion {

/// Whether the database is there, shared and not in the trash.
Task<bool> database_stands(Client& client, std::string database_id);

/// A change of one video's record; says what happened.
using Verb = Seen (*)(cache::Database&, const std::string& video_id);
Task<Seen> record(Desk desk, std::string video_id, Verb verb);

/// Too many rows are gone at once: nothing happens until its user has said so.
Seen halt(cache::Database& database, const std::string& video_id);
Seen go_on(cache::Database& database, const std::string& video_id);

/// The details database stands again.
Seen details_back(cache::Database& database, const std::string& video_id);

/// Of a details database that does not stand: its video waits. One in the trash with its page is no
/// trouble: the poll of Videos sees the page.
Task<Seen> without_details(Desk desk, std::string video_id);

/// Looks whether a details database still stands; pauses its video when not, resumes it when it is
/// back. `went_along`: it vanished together with text of the body (select all, paste), so that
/// nobody meant it: then it is restored.
Task<Seen> check_details(Desk desk, cache::Base base, bool went_along);

}  // namespace storyreel::notion
