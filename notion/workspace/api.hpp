#pragma once

#include <string>
#include <string_view>

#include "daemon/runtime/http_server.hpp"
#include "notion/workspace/routes.hpp"

namespace storyreel::workspace {

/// What a request did, for fault injection and the request log.
struct Answer {
  int status = 200;
  json::object body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool wrote = false;  ///< a write was committed
  /// What it made or changed: an object, or for an append the parent and its new children.
  std::string committed_id = {};
  std::vector<std::string> committed_children = {};
};

/// Answers a /v1 request of `user` (null: no or a wrong token): finds the endpoint, checks version
/// and body, runs the handler in a transaction and commits it. Never throws ApiError.
Answer answer_api(const Shared& shared, const ServerRequest& request, const User* user);

/// The same for an endpoint of the web page's own, which is no part of the API: no version, no
/// rate.
Answer answer_own(const Shared& shared, const ServerRequest& request, const User& user,
                  const Route& route);

/// The reply that tells `error`.
Answer answer_error(const ApiError& error);

ServerReply to_reply(Answer answer);

/// Query parameters, percent-decoded, as UTF-8.
std::vector<std::pair<std::string, std::string>> read_query(std::string_view query);

}  // namespace storyreel::workspace
