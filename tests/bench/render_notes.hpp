#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/render_meter.hpp"

namespace storyreel::bench {

/// How alike a film and its source are.
struct Quality {
  double psnr = 0;
  double ssim = 0;
};

/// What one run of one way came to.
struct Sample {
  Cost cost{};
  double megabytes = 0;
  Quality quality{};  ///< zeros: not looked at
};

/// What was measured so far, one line of a file each: a bench that is ended goes on where it was.
class Notes {
 public:
  /// Reads what stands in `file`.
  explicit Notes(std::filesystem::path file);

  /// In the order of the runs; none where that key was never measured. Keys hold no tabs.
  const std::vector<Sample>& of(const std::string& key) const;
  /// Appends to the file at once.
  void add(const std::string& key, const Sample& sample);

 private:
  std::filesystem::path file_;
  std::map<std::string, std::vector<Sample>> samples_;
};

}  // namespace storyreel::bench
