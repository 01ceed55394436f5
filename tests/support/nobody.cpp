#include "tests/support/nobody.hpp"

#include <exception>
#include <grp.h>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

namespace storyreel::test {
namespace {

bool succeeds(const std::function<bool()>& action) {
  try {
    return action();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return false;
  }
}

bool become_nobody() {
  return ::geteuid() != 0 ||
         (::setgroups(0, nullptr) == 0 && ::setgid(kNobody) == 0 && ::setuid(kNobody) == 0);
}

}  // namespace

bool apart(const std::function<bool()>& action) {
  const pid_t child = ::fork();
  // Without the test's own end: its files are its parent's.
  if (child == 0) ::_exit(succeeds(action) ? 0 : 1);
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

bool as_nobody(const std::function<bool()>& action) {
  return apart([&] { return become_nobody() && action(); });
}

}  // namespace storyreel::test
