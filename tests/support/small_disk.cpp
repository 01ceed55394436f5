#include "tests/support/small_disk.hpp"

#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/runtime/files.hpp"

namespace storyreel::test {
namespace {

namespace fs = std::filesystem;

constexpr int kNoDisk = 77;

void write(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// Gives this process a view of its own on the files; false where the machine lets it not.
bool leave_view() {
  if (::unshare(CLONE_NEWNS) == 0)
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  const auto user = std::to_string(::getuid());
  const auto group = std::to_string(::getgid());
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  write("/proc/self/setgroups", "deny");
  write("/proc/self/uid_map", "0 " + user + " 1");
  write("/proc/self/gid_map", "0 " + group + " 1");
  return true;
}

[[noreturn]] void be_child(const fs::path& folder, const std::string& size, const fs::path& said,
                           const std::function<std::string()>& call) {
  if (!leave_view() || ::mount("none", folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) != 0)
    ::_exit(kNoDisk);
  try {
    write(said, call());
  } catch (const std::exception& error) {
    write(said, std::string("throws ") + error.what());
  }
  ::_exit(0);
}

}  // namespace

std::optional<std::string> on_small_disk(const fs::path& folder, const std::string& size,
                                         const std::function<std::string()>& call) {
  const TemporaryFolder outside;
  const auto said = outside.path() / "said";
  const pid_t child = ::fork();
  if (child == 0) be_child(folder, size, said, call);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child)
    throw std::runtime_error("can't start a process");
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoDisk) return std::nullopt;
  if (!WIFEXITED(status)) throw std::runtime_error("the process on the small disk crashed");
  return read_file(said, 1 << 20);
}

}  // namespace storyreel::test
