#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"

namespace storyreel {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAll = 1u << 22;

std::string manual() {
  return read_file(STORYREEL_SOURCE "/systemd/storyreel.1", kAll);
}

std::vector<std::string> found(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> all;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
    all.push_back((*at)[1]);
  return all;
}

// All sources as one text, in which literals that stand behind one another are one.
std::string sources() {
  std::string text;
  for (const char* folder : {"cache", "config", "daemon", "notion", "pipeline"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(STORYREEL_SOURCE) / folder))
      if (entry.path().extension() == ".cpp") text += read_file(entry.path(), kAll);
  }
  return std::regex_replace(text, std::regex("\"\\s*\\n\\s*\""), "");
}

}  // namespace

TEST_CASE("commands::manual names every command") {
  const auto page = manual();
  const auto cli = read_file(STORYREEL_SOURCE "/daemon/commands/cli.cpp", kAll);
  const auto commands = found(cli, "\\n    \\{\"([a-z-]+)\",\\s");
  REQUIRE(commands.size() > 10);
  for (auto command : commands) {
    CAPTURE(command);
    command = std::regex_replace(command, std::regex("-"), "\\-");
    const bool heads = page.find(".B " + command + "\n") != std::string::npos ||
                       page.find("\\fB" + command + "\\fP") != std::string::npos;
    CHECK(heads);
  }
}

TEST_CASE("commands::manual tells only of errors that there are") {
  const auto page = manual();
  const auto code = sources();
  const auto messages =
      found(page.substr(page.find("ERRORS PEOPLE MEET")), "\\n\\nT\\{\\n([^\\n]+)\\n");
  REQUIRE(messages.size() > 10);
  for (const auto& message : messages) {
    const auto plain = std::regex_replace(message, std::regex("^\\\\&\\.\\.\\. |\\\\(?=-)"), "");
    for (const auto& part : found(plain + "...", "\\s*(\\S.*?)\\s*\\.\\.\\.")) {
      CAPTURE(message);
      CAPTURE(part);
      CHECK(code.find(part) != std::string::npos);
    }
  }
}

}  // namespace storyreel
