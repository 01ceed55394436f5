#include "daemon/runtime/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <spawn.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/runtime/error.hpp"

extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 forgot to say so itself
}

namespace storyreel {
namespace {

/// Puts the three standard descriptors into place and closes all others.
class Actions {
 public:
  explicit Actions(const ProcessStart& start) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, start.input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, start.output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, start.errors, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
  }
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// A process group of its own, and the usual signals: the daemon's ignored and blocked ones would
/// be inherited.
class Attributes {
 public:
  Attributes() {
    sigset_t all;
    sigset_t none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

// Names of variables that hold secrets, or tell where they are: no program of others needs them.
constexpr std::array kOurs{"STORYREEL_", "CREDENTIALS_DIRECTORY="};

/// What a child finds in its environment, ended by a null.
std::vector<char*> environment_for_others() {
  std::vector<char*> left;
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text(*variable);
    if (std::ranges::none_of(kOurs, [&](const char* name) { return text.starts_with(name); }))
      left.push_back(*variable);
  }
  left.push_back(nullptr);
  return left;
}

}  // namespace

Process::Process(const ProcessStart& start) {
  std::vector<char*> words;
  for (const auto& word : start.argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::vector<char*> environment{nullptr};
  if (!start.bare) environment = environment_for_others();
  const auto& program = start.program.empty() ? start.argv[0] : start.program;
  const int code = ::posix_spawnp(&pid_, program.c_str(), Actions(start).get(), Attributes().get(),
                                  words.data(), environment.data());
  if (code != 0) {
    pid_ = 0;
    throw Error("can't start " + program + ": " + system_message(code) + "; is it installed?");
  }
  watch_ = Fd(::pidfd_open(pid_, 0));
}

void Process::limit_memory(std::size_t bytes) {
  const rlimit limit{bytes, bytes};
  if (bytes > 0) ::prlimit(pid_, RLIMIT_AS, &limit, nullptr);
}

void Process::limit_files(std::size_t bytes) {
  const rlimit limit{bytes, bytes};
  if (bytes > 0) ::prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr);
}

int Process::reap() {
  if (pid_ <= 0) return 0;
  ::kill(-pid_, SIGKILL);  // before the wait: until then nobody else can have this number
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace storyreel
