#include "tests/support/usage.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace storyreel::test {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.empty()) throw std::runtime_error("can't read " + file.string());
  return text;
}

/// The number behind `name` in /proc/PID/status, as MB.
double megabytes(const std::string& status, const std::string& name) {
  const auto at = status.find("\n" + name + ":");
  if (at == std::string::npos) throw std::runtime_error("no " + name + " in /proc/PID/status");
  return std::stod(status.substr(at + name.size() + 2)) * 1024 / 1e6;
}

/// Fields 14 and 15 of /proc/PID/stat; the second, in brackets, may hold blanks.
milliseconds cpu_time(const std::string& stat) {
  std::istringstream rest(stat.substr(stat.rfind(')') + 1));
  std::string field;
  for (int i = 3; i < 14; ++i) rest >> field;
  long user = 0;
  long system = 0;
  rest >> user >> system;
  return milliseconds((user + system) * 1000 / ::sysconf(_SC_CLK_TCK));
}

/// The second field of each thread's schedstat.
milliseconds queued_time(const std::filesystem::path& folder) {
  std::chrono::nanoseconds sum{};
  for (const auto& thread : std::filesystem::directory_iterator(folder / "task")) {
    std::ifstream in(thread.path() / "schedstat");
    std::int64_t ran = 0;
    std::int64_t queued = 0;
    if (in >> ran >> queued) sum += std::chrono::nanoseconds(queued);
  }
  return std::chrono::duration_cast<milliseconds>(sum);
}

}  // namespace

Usage usage(pid_t pid) {
  const auto folder = std::filesystem::path("/proc") / std::to_string(pid);
  const auto status = text_of(folder / "status");
  Usage usage;
  usage.cpu = cpu_time(text_of(folder / "stat"));
  usage.queued = queued_time(folder);
  usage.resident = megabytes(status, "VmRSS");
  usage.most = megabytes(status, "VmHWM");
  const std::filesystem::directory_iterator files(folder / "fd");
  usage.files = static_cast<std::size_t>(std::distance(begin(files), end(files)));
  return usage;
}

}  // namespace storyreel::test
