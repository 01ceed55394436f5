#include "tests/bench/render_notes.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace storyreel::bench {

Notes::Notes(std::filesystem::path file) : file_(std::move(file)) {
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) continue;
    std::istringstream numbers(line.substr(tab));
    Sample one;
    auto& [cost, megabytes, quality] = one;
    // A line that was cut off by a kill is no measure.
    if (numbers >> cost.wall >> cost.cpu >> cost.peak >> megabytes >> quality.psnr >> quality.ssim)
      samples_[line.substr(0, tab)].push_back(one);
  }
}

const std::vector<Sample>& Notes::of(const std::string& key) const {
  static const std::vector<Sample> kNone;
  const auto found = samples_.find(key);
  return found == samples_.end() ? kNone : found->second;
}

void Notes::add(const std::string& key, const Sample& sample) {
  const auto& [cost, megabytes, quality] = sample;
  std::ofstream(file_, std::ios::app)
      << key << '\t' << cost.wall << ' ' << cost.cpu << ' ' << cost.peak << ' ' << megabytes << ' '
      << quality.psnr << ' ' << quality.ssim << std::endl;
  samples_[key].push_back(sample);
}

}  // namespace storyreel::bench
