#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "cache/records.hpp"

namespace storyreel::test {

/// Files of artifacts by the hundred thousand: few bytes, under many names.
class TinyFiles {
 public:
  /// `store`: the artifacts' folder.
  explicit TinyFiles(std::filesystem::path store) : store_(std::move(store)) {}

  /// Makes the artifact's file, and the record say of it what is so.
  void add(cache::Artifact& artifact);

 private:
  std::filesystem::path store_;
  std::filesystem::path last_;  ///< one whose content the next share
  std::size_t names_ = 0;       ///< that it has
};

}  // namespace storyreel::test
