#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/http_server.hpp"

namespace storyreel {

/// What to send of a file, opened: `length` bytes from `offset`, under `status` and `headers`.
struct FileAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  Fd file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// Answers `request` from `file`: 200 or 206, 304 when the caller has it, 404 when there is no such
/// regular file, 416 when the range lies outside. If-Range is kept to.
FileAnswer answer_from_file(const std::filesystem::path& file, const ServerRequest& request);

/// The next bytes of what is left of `answer`, at most a piece's worth; empty when it is all sent.
/// Throws Error when the file ends too early.
std::string next_piece(FileAnswer& answer);

}  // namespace storyreel
