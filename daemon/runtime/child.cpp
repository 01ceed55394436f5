#include "daemon/runtime/child.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/process.hpp"

namespace storyreel {
namespace {

constexpr std::size_t kErrorsKept = 4u << 10;
constexpr milliseconds kStopPeriod{100};

using Clock = std::chrono::steady_clock;

/// Two ends that no other child inherits.
struct Pipe {
  Pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw Error("can't make a pipe: " + system_message(errno));
    }
    read = Fd(ends[0]);
    write = Fd(ends[1]);
  }
  Fd read;
  Fd write;
};

/// Keeps SIGPIPE from this thread while it writes to a child that may have gone.
class NoSigpipe {
 public:
  NoSigpipe() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoSigpipe() {
    const timespec at_once{};
    while (::sigtimedwait(&pipe_, nullptr, &at_once) > 0) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

void never_block(const Fd& fd) {
  ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

/// One child's conversation: feeds, collects, and keeps it to its limits.
class Run {
 public:
  Run(const std::vector<std::string>& argv, std::string_view input, const ChildLimits& limits)
      : name_(std::filesystem::path(argv[0]).filename()),
        unsent_(input),
        limits_(limits),
        process_({.argv = argv,
                  .input = input_.read.get(),
                  .output = output_.write.get(),
                  .errors = errors_.write.get()}) {
    process_.limit_memory(limits.memory);
    process_.limit_files(limits.file);
    input_.read = {};
    output_.write = {};
    errors_.write = {};
    for (const Fd* end : {&input_.write, &output_.read, &errors_.read}) never_block(*end);
    if (unsent_.empty()) input_.write = {};
  }

  ChildResult finish(const std::stop_token& stop) {
    const auto deadline = Clock::now() + limits_.timeout;
    while (!step()) {
      if (stop.stop_requested()) throw Error(name_ + " was stopped");
      if (Clock::now() >= deadline) {
        throw Error(name_ + " was stopped: it ran longer than " +
                    std::to_string(limits_.timeout.count()) + " s");
      }
    }
    collect();
    result_.exit = process_.reap();
    return std::move(result_);
  }

 private:
  /// Waits a little for something to do and does it; true when the child has ended.
  bool step() {
    std::array<pollfd, 4> waits{
        pollfd{process_.watch().get(), POLLIN, 0}, pollfd{input_.write.get(), POLLOUT, 0},
        pollfd{output_.read.get(), POLLIN, 0}, pollfd{errors_.read.get(), POLLIN, 0}};
    ::poll(waits.data(), waits.size(), static_cast<int>(kStopPeriod.count()));
    if (waits[1].revents != 0) feed();
    collect();
    return waits[0].revents != 0;
  }

  void feed() {
    const ssize_t size = ::write(input_.write.get(), unsent_.data(), unsent_.size());
    if (size > 0) unsent_.remove_prefix(static_cast<std::size_t>(size));
    const bool gone = size < 0 && errno != EAGAIN && errno != EINTR;
    if (gone || unsent_.empty()) input_.write = {};
  }

  void collect() {
    while (take(output_.read, result_.output)) {
      if (result_.output.size() > limits_.output) {
        throw Error(name_ + " was stopped: it wrote more than " + std::to_string(limits_.output) +
                    " bytes");
      }
    }
    while (take(errors_.read, result_.errors)) {
      const std::size_t size = result_.errors.size();
      if (size > kErrorsKept) result_.errors.erase(0, size - kErrorsKept);
    }
  }

  /// Appends one piece of what is there; false when nothing is. Closes an end that is used up.
  static bool take(Fd& from, std::string& into) {
    std::array<char, 64 << 10> piece;
    if (!from) return false;
    const ssize_t size = ::read(from.get(), piece.data(), piece.size());
    if (size > 0) into.append(piece.data(), static_cast<std::size_t>(size));
    if (size == 0) from = {};
    return size > 0;
  }

  std::string name_;
  std::string_view unsent_;
  ChildLimits limits_;
  ChildResult result_;
  Pipe input_;
  Pipe output_;
  Pipe errors_;
  Process process_;
};

}  // namespace

ChildResult run_child(const std::vector<std::string>& argv, std::string_view input,
                      const ChildLimits& limits, std::stop_token stop) {
  if (argv.empty()) throw Error("no program to start was named");
  const NoSigpipe guard;
  return Run(argv, input, limits).finish(stop);
}

}  // namespace storyreel
