#pragma once

#include <string>
#include <vector>

#include "notion/client.hpp"

namespace storyreel::notion {

/// What stands in a page.
struct Body {
  std::string script;
  std::vector<std::string> blocks;     ///< ids of what the script stands in
  std::vector<std::string> databases;  ///< ids of those inside it
  std::vector<std::string> films;      ///< ids of blocks that show one
  bool trashed = false;                ///< the page itself is in the trash
};

/// Reads a page's body. Its script: the paragraphs (list items, quotes, callouts, to-dos and
/// toggles too), nested ones included, separated by blank lines, and headings as "# Heading". Code,
/// media and databases are none of it.
Task<Body> read_body(Client& client, std::string page_id, Priority priority);

}  // namespace storyreel::notion
