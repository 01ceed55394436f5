#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "cache/cache.hpp"
#include "daemon/runtime/service.hpp"
#include "pipeline/film.hpp"

namespace storyreel::commands {

/// The folder in which commands keep the parts of their films from run to run, held for this
/// process.
class FilmCache {
 public:
  /// Makes the folder; where none is named it is $XDG_CACHE_HOME/storyreel or what stands for it.
  /// Files of `below` can be used too. Throws UsageError for a folder that can't be it, and
  /// HeldError while another process makes films there.
  explicit FilmCache(const std::filesystem::path& folder, const pipeline::Store* below = nullptr);

  const std::filesystem::path& folder() const { return folder_; }
  const pipeline::Store& store() const { return store_; }

  /// What is kept here. Lives as long as this does.
  pipeline::Shelf shelf() const;

  /// Removes what was used longest ago of all that takes more than `limit` bytes (0: no limit), but
  /// nothing of this film.
  void keep_within(std::int64_t limit, const pipeline::Timeline& film) const;

 private:
  std::filesystem::path folder_;
  StateLock lock_;
  std::unique_ptr<cache::Database> database_;
  pipeline::Store store_;
};

}  // namespace storyreel::commands
