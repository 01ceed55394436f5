#pragma once

#include <string>

#include "cache/hosting.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// Whether the page shows the film now; if not, what was done about it stands in the record, or is
/// unclear.
enum class FilmShown {
  yes,
  no,       ///< its user deleted the block, or it is in no page
  refused,  ///< by Notion, or too large
  unclear,  ///< look again
};

/// Uploads a film and shows it in its video's page: in the block that stands there, wherever that
/// was moved; in a new one at the page's beginning, made once, where there never was one. A block
/// that was deleted is left out for good. Throws what Client throws.
Task<FilmShown> show_film(Desk desk, cache::UnshownFilm film);

}  // namespace storyreel::notion
