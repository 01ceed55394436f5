#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "cache/hosting.hpp"
#include "notion/desk.hpp"

namespace storyreel::notion {

/// How many parts a file of so many bytes is sent in: one up to 20 MiB, else of 10 MiB each.
int parts_of(std::int64_t bytes);

/// A file that is to be sent.
struct FileToSend {
  std::filesystem::path file;
  std::int64_t bytes = 0;
  cache::Upload upload;  ///< as far as an earlier attempt came; without an id: none did
};

/// Sends all that is left of it; what is done is committed step by step. In doubt it looks at what
/// arrived. Throws what Client throws; DoubtfulError where it is to be begun anew.
Task<> send_file(Desk desk, FileToSend send, Priority priority);

}  // namespace storyreel::notion
