#pragma once

#include <string_view>

#include "daemon/runtime/http_client.hpp"
#include "notion/workspace/files.hpp"

namespace storyreel::workspace {

/// Checks where an external file comes from. http is taken from loopback addresses only; anything
/// else must be https, and has failed at once, since this server calls nobody outside.
void begin_import(Upload& upload);

/// Fetches what waits, at most 20 MiB each within ten seconds, and keeps the outcome.
Task<> import_files(HttpClient& client, Store& store, Time now);

}  // namespace storyreel::workspace
