#pragma once

#include <string>
#include <string_view>

#include "daemon/runtime/http_server.hpp"
#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// {url, expiry_time}: a link of this server to the bytes of `upload`, good for an hour from
/// `shared.now`, another one at each call.
json::object file_link(const Shared& shared, std::string_view upload);

/// Puts links in place of every stored file ({type: file, file: {upload}}) in an API object.
void show_files(const Shared& shared, json::object& object);

/// The upload that a link of ours leads to, expired or not; empty when its signature is wrong.
std::string upload_of_link(Store& store, std::string_view url);

/// Answers GET /files/…: the bytes, or the asked range of them, as a stream; 403 for a link that
/// is wrong or has expired. What is served can't run anything on this server's origin.
ServerReply serve_file(Store& store, Time now, const ServerRequest& request);

}  // namespace storyreel::workspace
