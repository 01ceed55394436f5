#include "tests/support/program.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "tests/support/eventually.hpp"

namespace storyreel::test {
namespace {

constexpr std::uintmax_t kLongestOutput = 16u << 20;

[[noreturn]] void become(std::vector<std::string>& argv, const std::filesystem::path& folder,
                         const std::filesystem::path& output, const Environment& environment) {
  // A test that crashes leaves nothing running.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (auto& word : argv) words.push_back(word.data());
  words.push_back(nullptr);
  if (::chdir(folder.c_str()) == 0) ::execvp(words.front(), words.data());
  ::_exit(127);
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Program::Program(std::vector<std::string> argv, const std::filesystem::path& folder,
                 const std::filesystem::path& output, const Environment& environment)
    : output_(output) {
  pid_ = ::fork();
  if (pid_ == 0) become(argv, folder, output, environment);
  if (pid_ < 0) throw std::runtime_error("can't start " + argv.front());
}

Program::Program(Program&& other) noexcept
    : output_(std::move(other.output_)),
      pid_(std::exchange(other.pid_, -1)),
      ended_(other.ended_) {}

Program::~Program() {
  kill();
}

bool Program::running() {
  return pid_ > 0 && !reap(false);
}

void Program::signal(int number) const {
  ::kill(pid_, number);
}

int Program::wait(seconds deadline) {
  if (!eventually([this] { return !running(); }, deadline)) {
    throw std::runtime_error("the program still runs; it wrote:\n" + output());
  }
  return *ended_;
}

void Program::kill() {
  if (!running()) return;
  ::kill(pid_, SIGKILL);
  reap(true);
}

std::string Program::output() const {
  return std::filesystem::exists(output_) ? read_file(output_, kLongestOutput) : "";
}

std::optional<int> Program::reap(bool hang) {
  int status = 0;
  if (!ended_ && ::waitpid(pid_, &status, hang ? 0 : WNOHANG) == pid_) ended_ = exit_code(status);
  return ended_;
}

Ran run_program(std::vector<std::string> argv, const std::filesystem::path& folder,
                const Environment& environment, seconds deadline) {
  Program program(std::move(argv), folder, folder / (random_hex(4) + ".out"), environment);
  const int exit = program.wait(deadline);
  return {exit, program.output()};
}

}  // namespace storyreel::test
