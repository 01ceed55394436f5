#pragma once

#include <string_view>

#include "daemon/runtime/http_server.hpp"

namespace storyreel::workspace {

/// What a request to the web page's server wants.
enum class Visit {
  refused,  ///< from another site, for another host, or without the page's key
  file,     ///< a file of the page itself; these hold no data and need no key
  events,   ///< GET /ui/events: the changes as they come (events.hpp)
  own,      ///< an endpoint of the page's own (own.hpp)
  api,      ///< the rest of /ui/: /ui/v1/… is the API as the person
};

/// Judges a request that is neither /v1 nor /_control. `host` is HOST:PORT as listened on; the
/// Host header must be that, or localhost with that port on loopback (DNS rebinding); Origin, where
/// there is one, must be the same. Everything below /ui/ needs `key` in X-Workspace-Key.
Visit judge_visit(const ServerRequest& request, std::string_view host, std::string_view key);

/// The Host and Origin half of it: true for a request of this host from no other site.
bool same_site(const ServerRequest& request, std::string_view host);

/// A file of the page, with its strict content security policy; 404 for an unknown one.
ServerReply page_file(std::string_view path);

}  // namespace storyreel::workspace
