#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "daemon/runtime/time.hpp"

namespace storyreel::test {

using Environment = std::vector<std::pair<std::string, std::string>>;

/// A program that runs beside the test; it is killed when this goes. Its standard output and error
/// go to one file.
class Program {
 public:
  /// Starts `argv[0]` in `folder`, with `environment` added to the test's own.
  Program(std::vector<std::string> argv, const std::filesystem::path& folder,
          const std::filesystem::path& output, const Environment& environment = {});
  ~Program();
  Program(Program&& other) noexcept;
  Program& operator=(Program&&) = delete;
  Program(const Program&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void signal(int number) const;

  /// The exit code (128 + the signal that ended it); throws when it still runs after `deadline`.
  int wait(seconds deadline = seconds(30));

  /// kill -9, and gone when this returns.
  void kill();

  /// What it has written so far.
  std::string output() const;

 private:
  std::optional<int> reap(bool hang);

  std::filesystem::path output_;
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

/// Runs a program to its end: its exit code and what it wrote.
struct Ran {
  int exit = 0;
  std::string output;
};
Ran run_program(std::vector<std::string> argv, const std::filesystem::path& folder,
                const Environment& environment = {}, seconds deadline = seconds(30));

}  // namespace storyreel::test
