#pragma once

#include <cstddef>
#include <signal.h>
#include <string>
#include <sys/types.h>
#include <vector>

#include "daemon/runtime/fd.hpp"

namespace storyreel {

/// What a child process starts with. Beside its three standard descriptors it inherits none, and of
/// the environment nothing that is ours alone: variables that begin with STORYREEL_, and where
/// systemd has put secrets.
struct ProcessStart {
  std::vector<std::string> argv;
  std::string program;  ///< looked up in PATH; empty: argv[0]
  int input;            ///< descriptors that become its standard ones
  int output;
  int errors;
  bool bare = false;  ///< with an empty environment
};

/// A running child in a process group of its own, with the usual signals. Killed with all of its
/// group and reaped on destruction, so that neither a zombie nor a grandchild stays.
class Process {
 public:
  /// Throws Error when it can't be started.
  explicit Process(const ProcessStart& start);
  ~Process() { reap(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// A descriptor that becomes readable when the child ends.
  const Fd& watch() const { return watch_; }

  void limit_memory(std::size_t bytes);  ///< of address space; 0: no limit
  void limit_files(std::size_t bytes);   ///< of each file that it writes; 0: no limit

  /// Ends the group, whatever is left of it, and gives the child's exit code, or 128 + the signal
  /// that ended it.
  int reap();

 private:
  pid_t pid_ = 0;
  Fd watch_;
};

}  // namespace storyreel
