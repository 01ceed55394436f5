#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace storyreel::test {

/// A recorded artifact as it stands on disk.
struct Stored {
  std::string kind;
  std::uint64_t inode = 0;
  std::int64_t written_at = 0;
  bool operator==(const Stored&) const = default;
};

/// All that the record of a state directory holds, by key.
using Artifacts = std::map<std::string, Stored>;
Artifacts artifacts(const std::filesystem::path& state);

/// Those of `later` that are not in `earlier`, counted by kind.
std::map<std::string, int> made_between(const Artifacts& earlier, const Artifacts& later);

/// Files below the store with that extension, recorded or not.
int files(const std::filesystem::path& state, const std::string& extension);

/// The file of the first artifact of that kind.
std::filesystem::path file_of_kind(const std::filesystem::path& state, const std::string& kind);

}  // namespace storyreel::test
