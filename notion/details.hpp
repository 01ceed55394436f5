#pragma once

#include <optional>

#include "cache/mirror.hpp"
#include "cache/records.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// Makes a video's details database inside its page, once; nullopt: unclear, call again later.
Task<std::optional<cache::Base>> make_details(Desk desk, cache::Video video);

/// Whether the database's name is behind the video's title, and still the one that we gave it.
bool may_rename(const cache::Base& base, const cache::Video& video);

/// Gives the database its new name, unless a user named it meanwhile.
Task<> rename_details(Desk desk, cache::Base base, cache::Video video);

}  // namespace storyreel::notion
