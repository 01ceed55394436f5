#include "daemon/runtime/child.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <sys/socket.h>
#include <thread>

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/files.hpp"

using namespace storyreel;

namespace {

ChildResult sh(const std::string& script, std::string_view input = "", ChildLimits limits = {},
               std::stop_token stop = {}) {
  return run_child({"sh", "-c", script}, input, limits, std::move(stop));
}

std::string error_of(const std::string& script, ChildLimits limits, std::stop_token stop = {}) {
  try {
    sh(script, "", limits, std::move(stop));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// Ended, though whoever adopted it may not have reaped it yet.
bool is_gone(int pid) {
  std::ifstream facts("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  return !std::getline(facts, text) || text.find(") Z ") != text.npos;
}

/// Whether the process whose pid a script wrote to `file` ends within five seconds.
bool goes_away(const std::filesystem::path& file) {
  const int pid = std::stoi(read_file(file, 100));
  for (int i = 0; i < 500 && !is_gone(pid); ++i) {
    std::this_thread::sleep_for(milliseconds{10});
  }
  return is_gone(pid);
}

}  // namespace

TEST_CASE("runtime::run_child gives output, errors and exit code") {
  const ChildResult result = sh("echo out; echo err >&2; exit 7");
  CHECK(result.output == "out\n");
  CHECK(result.errors == "err\n");
  CHECK(result.exit == 7);
}

TEST_CASE("runtime::run_child says which signal ended it") {
  CHECK(sh("kill -TERM $$").exit == 143);
}

TEST_CASE("runtime::run_child passes arguments as they are") {
  CHECK(run_child({"printf", "%s", "a b;$(c)'\""}, "", {}, {}).output == "a b;$(c)'\"");
}

TEST_CASE("runtime::run_child feeds more than a pipe holds, both ways") {
  const std::string input(3u << 20, 'x');
  CHECK(run_child({"cat"}, input, {}, {}).output == input);
}

TEST_CASE("runtime::run_child survives a child that does not read its input") {
  CHECK(sh("exec <&-; exit 3", std::string(1u << 20, 'x')).exit == 3);
}

TEST_CASE("runtime::run_child keeps the end of standard error") {
  const ChildResult result = sh("head -c 100000 /dev/zero | tr '\\0' e >&2; echo last >&2");
  CHECK(result.errors.size() == 4096);
  CHECK(result.errors.ends_with("e\nlast\n") == false);
  CHECK(result.errors.ends_with("elast\n"));
}

TEST_CASE("runtime::run_child names a program that is not there") {
  CHECK_THROWS_WITH_AS(
      run_child({"no-such-program-here"}, "", {}, {}),
      "can't start no-such-program-here: no such file or directory; is it installed?", Error);
}

TEST_CASE("runtime::run_child ends a child that runs too long, with its children") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "pid";
  CHECK(error_of("sleep 60 & echo $! > " + file.string() + "; wait", {.timeout = seconds{1}}) ==
        "sh was stopped: it ran longer than 1 s");
  CHECK(goes_away(file));
}

TEST_CASE("runtime::run_child ends a child that writes too much") {
  CHECK(error_of("cat /dev/zero", {.output = 1000}) ==
        "sh was stopped: it wrote more than 1000 bytes");
}

TEST_CASE("runtime::run_child ends the child soon after stop is requested") {
  std::stop_source stop;
  const std::jthread stopper([&] { stop.request_stop(); });
  const auto start = std::chrono::steady_clock::now();
  CHECK(error_of("sleep 60", {}, stop.get_token()) == "sh was stopped");
  CHECK(std::chrono::steady_clock::now() - start < seconds{5});
}

TEST_CASE("runtime::run_child does not wait for what a child left behind") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "pid";
  CHECK(sh("sleep 60 & echo $! > " + file.string()).exit == 0);
  CHECK(goes_away(file));
}

TEST_CASE("runtime::run_child bounds the child's memory") {
  const std::string script = "sleep 0.2; head -c 900000000 /dev/zero | tail -n 1 | wc -c";
  CHECK(sh(script, "", {.memory = 64u << 20}).errors != "");
}

TEST_CASE("runtime::run_child hands down no descriptor but the standard ones") {
  const Fd open_here(::socket(AF_UNIX, SOCK_STREAM, 0));
  const std::string listing = sh("ls /proc/self/fd").output;
  CHECK(std::ranges::count(listing, '\n') == 4);  // 0, 1, 2 and ls's own
}

TEST_CASE("runtime::run_child hands down no secret, nor where secrets are") {
  const std::array ours{"STORYREEL_NOTION_TOKEN", "STORYREEL_VOICE_KEY", "CREDENTIALS_DIRECTORY"};
  for (const char* name : ours) ::setenv(name, "planted", 1);
  ::setenv("FOR_ALL", "left alone", 1);
  const auto found = sh("env").output;
  for (const char* name : ours) ::unsetenv(name);
  ::unsetenv("FOR_ALL");
  CHECK(found.find("planted") == std::string::npos);
  CHECK(found.find("FOR_ALL=left alone\n") != std::string::npos);
  CHECK(found.find("PATH=") != std::string::npos);
}

TEST_CASE("runtime::run_child gives the child its usual signals") {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  CHECK(sh("kill -PIPE $$").exit == 141);
  ::signal(SIGPIPE, before);
}

TEST_CASE("runtime::run_child bounds the files that the child writes") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "large";
  const auto script = "sleep 0.2; head -c 5000000 /dev/zero > " + file.string();
  CHECK(sh(script, "", {.file = 1u << 20}).exit != 0);
  CHECK(std::filesystem::file_size(file) <= 1u << 20);
}
