#pragma once

#include <string>

#include "notion/client.hpp"

namespace storyreel::notion {

/// The script in a page: its paragraphs (headings, list items, quotes, callouts, to-dos and toggles
/// too), nested ones included, separated by blank lines. Code, media and databases are none of it.
Task<std::string> read_body(Client& client, std::string page_id);

}  // namespace storyreel::notion
