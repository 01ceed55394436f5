#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace storyreel::commands {

/// Whole lines that are added to a file, through rotation and truncation.
class Tail {
 public:
  explicit Tail(std::filesystem::path file) : file_(std::move(file)) {}

  /// The lines since the last call, without their ends; the first call gives all there are. None
  /// while there is no file.
  std::vector<std::string> lines();

 private:
  bool open();
  bool replaced() const;
  void drain(std::vector<std::string>& lines);

  std::filesystem::path file_;
  std::ifstream in_;
  std::uint64_t inode_ = 0;
  std::uint64_t read_ = 0;
  std::string begun_;
};

}  // namespace storyreel::commands
