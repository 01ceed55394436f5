#include "tests/bench/render_meter.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace storyreel::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kEvery{40};

/// Whether a process belongs to session `session`.
bool belongs(const std::filesystem::path& process, pid_t session) {
  std::ifstream in(process / "stat");
  std::string stat;
  std::getline(in, stat);
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return false;
  std::istringstream rest(stat.substr(name_end + 1));
  std::string state;
  pid_t parent = 0;
  pid_t group = 0;
  pid_t found = 0;
  rest >> state >> parent >> group >> found;
  return found == session;
}

/// Proportional memory of a process in kB.
std::int64_t memory_of(const std::filesystem::path& process) {
  std::ifstream in(process / "smaps_rollup");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("Pss:")) return std::atoll(line.c_str() + 4);
  return 0;
}

std::int64_t memory_of_session(pid_t session) {
  std::int64_t sum = 0;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", failed)) {
    const auto name = entry.path().filename().string();
    if (std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }) &&
        belongs(entry.path(), session))
      sum += memory_of(entry.path());
  }
  return sum;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

pid_t start(const std::string& command) {
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  }
  return child;
}

}  // namespace

Cost run_metered(const std::string& command) {
  const auto begin = Clock::now();
  const pid_t child = start(command);
  Cost cost;
  rusage usage{};
  int status = 0;
  while (wait4(child, &status, WNOHANG, &usage) == 0) {
    cost.peak = std::max(cost.peak, static_cast<double>(memory_of_session(child)) / 1000);
    std::this_thread::sleep_for(kEvery);
  }
  if (status != 0) {
    std::fprintf(stderr, "failed: %s\n", command.c_str());
    std::exit(1);
  }
  cost.wall = std::chrono::duration<double>(Clock::now() - begin).count();
  cost.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  return cost;
}

std::string output_of(const std::string& command) {
  std::string text;
  auto* pipe = popen((command + " 2>&1 </dev/null").c_str(), "r");
  if (!pipe) return text;
  std::array<char, 4096> block{};
  for (std::size_t got = 0; (got = fread(block.data(), 1, block.size(), pipe)) > 0;)
    text.append(block.data(), got);
  pclose(pipe);
  return text;
}

}  // namespace storyreel::bench
