#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "cache/cache.hpp"
#include "cache/records.hpp"

namespace storyreel::pipeline {

/// The artifacts' files: <directory>/ab/abcdef….ext, named by the key of their inputs; and what was
/// bought, until it is an artifact. A mark in the folder tells a file that is gone from a disk that
/// isn't there. Blocking: call from an Offload thread, or the cache's.
class Store {
 public:
  /// `below`: a store whose files can be read here too, and are left alone.
  explicit Store(std::filesystem::path directory, const Store* below = nullptr);

  /// Makes the folders and the mark, and removes what an earlier process left half made and what
  /// was bought long ago and never asked for again. Only the holder of the state directory may.
  /// Throws UsageError naming the folder.
  void open() const;

  /// Whether its mark is there. Without it, before open(): throws UsageError where the store as a
  /// whole is gone, that is all of the artifacts that `record` knows.
  bool marked() const;
  void require_there(cache::Database& record) const;

  /// Where `artifact`'s file stands.
  std::filesystem::path path(const cache::Artifact& artifact) const;

  /// A path for a file in the making, unique, on the store's own file system.
  std::filesystem::path temporary(const std::string& extension) const;

  /// Makes a finished temporary file an artifact: fsync, rename, size and hash taken.
  cache::Artifact commit(const std::string& key, const std::string& kind,
                         const std::filesystem::path& temporary) const;

  /// Removes the file, if it is there.
  void remove(const cache::Artifact& artifact) const;

  /// Throws FullDiskError when the disk has next to no room left beside so many bytes, Error when
  /// it is not there.
  void require_room(std::uintmax_t bytes = 0) const;

  /// Whether the file is there and as it was made: its size and time stamp tell; with `deep`, or
  /// when it was written to since, its content is hashed (and, if equal, its time put right), until
  /// `stop` is requested. Throws Error where nobody can say, for the file can't be looked at or the
  /// disk isn't there.
  bool sound(const cache::Artifact& artifact, bool deep, const std::stop_token& stop = {}) const;

  /// Keeps what a purchase brought; it is on disk when this returns. Throws Error.
  void deliver(const std::string& purchase, std::string_view bytes) const;

  /// What it brought; nullopt where that isn't there. Throws Error where nobody can say.
  std::optional<std::string> delivery(const std::string& purchase) const;

  /// Removes it, if it is there.
  void forget_delivery(const std::string& purchase) const;

 private:
  std::filesystem::path mark() const;
  std::string lost() const;

  std::filesystem::path directory_;
  const Store* below_;
};

}  // namespace storyreel::pipeline
