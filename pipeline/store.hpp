#pragma once

#include <filesystem>
#include <string>

#include "cache/records.hpp"

namespace storyreel::pipeline {

/// The artifacts' files: <directory>/ab/abcdef….ext, named by the key of their inputs. Blocking:
/// call from an Offload thread.
class Store {
 public:
  explicit Store(std::filesystem::path directory);

  /// Where `artifact`'s file stands.
  std::filesystem::path path(const cache::Artifact& artifact) const;

  /// A path for a file in the making, unique, on the store's own file system. Leftovers of an
  /// earlier process are removed when the store is opened.
  std::filesystem::path temporary(const std::string& extension) const;

  /// Makes a finished temporary file an artifact: fsync, rename, size and hash taken.
  cache::Artifact commit(const std::string& key, const std::string& kind,
                         const std::filesystem::path& temporary) const;

  /// Whether the file is there, as large as it was; with `deep`, its content is hashed too.
  bool sound(const cache::Artifact& artifact, bool deep) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace storyreel::pipeline
