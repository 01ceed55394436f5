#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

#include "cache/records.hpp"

namespace storyreel::pipeline {

/// The artifacts' files: <directory>/ab/abcdef….ext, named by the key of their inputs. Blocking:
/// call from an Offload thread.
class Store {
 public:
  /// `below`: a store whose files can be read here too, and are left alone.
  explicit Store(std::filesystem::path directory, const Store* below = nullptr);

  /// Makes the folders and removes what an earlier process left half made. Only the holder of the
  /// state directory may. Throws UsageError naming the folder.
  void open() const;

  /// Where `artifact`'s file stands.
  std::filesystem::path path(const cache::Artifact& artifact) const;

  /// A path for a file in the making, unique, on the store's own file system.
  std::filesystem::path temporary(const std::string& extension) const;

  /// Makes a finished temporary file an artifact: fsync, rename, size and hash taken.
  cache::Artifact commit(const std::string& key, const std::string& kind,
                         const std::filesystem::path& temporary) const;

  /// Removes the file, if it is there.
  void remove(const cache::Artifact& artifact) const;

  /// Throws FullDiskError when the disk has next to no room left beside so many bytes.
  void require_room(std::uintmax_t bytes = 0) const;

  /// Whether the file is there and as it was made: its size and time stamp tell; with `deep`, or
  /// when it was written to since, its content is hashed (and, if equal, its time put right), until
  /// `stop` is requested.
  bool sound(const cache::Artifact& artifact, bool deep, const std::stop_token& stop = {}) const;

 private:
  std::filesystem::path directory_;
  const Store* below_;
};

}  // namespace storyreel::pipeline
