#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

#include "pipeline/render/sample.hpp"

namespace storyreel::render {

/// Reads a bed, as make_bed leaves it, from any place on without end.
class BedReader {
 public:
  /// `at` counts samples from the bed's beginning, forwards or backwards. Throws Error naming the
  /// file when it is no bed.
  BedReader(std::filesystem::path file, std::int64_t at);

  Sample next();

 private:
  void fill();

  std::filesystem::path file_;
  std::ifstream in_;
  std::int64_t length_;
  std::int64_t at_;
  std::vector<Sample> block_;
  std::size_t taken_ = 0;
};

}  // namespace storyreel::render
