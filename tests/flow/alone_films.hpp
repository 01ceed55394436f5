#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "daemon/runtime/files.hpp"
#include "tests/flow/studio.hpp"

/// Films without Notion, and what is read of them.
namespace storyreel::test {

constexpr int kFilmFps = 30;

/// A folder with an album's files, and its commands.
struct Album {
  TemporaryFolder folder;

  /// So many tracks and pictures, the last of them with the number 10.
  explicit Album(int count);

  std::filesystem::path track(const std::string& number) const;
  std::filesystem::path picture(const std::string& number) const;

  Ran make(const std::string& out = "album.mp4") const;

  /// The keys of all artifacts by kind.
  std::map<std::string, std::set<std::string>> parts() const;
};

struct Chapter {
  double start = 0;  ///< seconds
  std::string title;
};

/// As ffmpeg's own program reads them.
std::vector<Chapter> chapters_of(const std::filesystem::path& film);

/// Changes a bit in the middle of a file and nothing else that can be seen.
void flip(const std::filesystem::path& file);

}  // namespace storyreel::test
