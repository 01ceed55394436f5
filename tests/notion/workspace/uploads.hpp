#pragma once

#include <string>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {

/// Sends a form with `bytes` as its file, and `part` as part_number unless that is 0.
Answer send_file(Bench& bench, const std::string& upload, const std::string& bytes,
                 const std::string& type = "text/plain", int part = 0);

/// A file that is uploaded; returns the upload's id.
std::string uploaded(Bench& bench, const std::string& name, const std::string& type,
                     const std::string& bytes);

/// GET of a link to a file, with a Range header unless it is empty.
ServerReply follow(Bench& bench, const std::string& url, const std::string& range = "");
/// What a reply's stream gives.
std::string read_all(ServerReply& reply);
std::string header_of(const ServerReply& reply, std::string_view name);

}  // namespace storyreel::workspace
