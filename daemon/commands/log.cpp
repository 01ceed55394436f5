#include <array>
#include <fstream>
#include <iostream>
#include <thread>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/log_entry.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/commands/tail.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::commands {
namespace {

namespace fs = std::filesystem;

constexpr milliseconds kLook{200};
// So many files that were moved away may be there, the oldest with the highest number.
constexpr int kOlderFiles = 5;
constexpr std::array kLevels{Level::debug, Level::info, Level::warning, Level::error};

LogFilter filter(const Arguments& arguments) {
  LogFilter filter{.video = arguments.video, .least = Level::debug, .since = std::nullopt};
  for (const auto level : kLevels)
    if (word(level) == arguments.level) filter.least = level;
  if (arguments.since.empty()) return filter;
  filter.since = read_since(arguments.since, now());
  if (filter.since) return filter;
  throw UsageError("--since: \"" + arguments.since +
                   "\": write how long ago, such as 10m, 2h or 3d, or a time such as "
                   "2026-11-21T08:30Z");
}

void print(const std::string& line, const LogFilter& filter, bool json) {
  const auto entry = read_entry(line);
  if (!entry || !filter.shows(*entry)) return;
  std::cout << (json ? line : format_event(entry->event, entry->time)) << '\n';
}

void print_file(const fs::path& file, const LogFilter& filter, bool json) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) print(line, filter, json);
}

bool print_news(Tail& tail, const LogFilter& filter, bool json) {
  for (const auto& line : tail.lines()) print(line, filter, json);
  return static_cast<bool>(std::cout.flush());
}

}  // namespace

int log(const Arguments& arguments) {
  const auto folder = settings_without_secrets(arguments).state.directory / "log";
  const auto file = folder / "status.jsonl";
  const auto shown = filter(arguments);
  if (!arguments.follow && !fs::exists(file)) {
    throw Error("nothing has happened yet: there is no " + file.string());
  }
  for (int number = kOlderFiles; number > 0; --number)
    print_file(folder / ("status." + std::to_string(number) + ".jsonl"), shown, arguments.json);
  Tail tail(file);
  while (print_news(tail, shown, arguments.json) && arguments.follow)
    std::this_thread::sleep_for(kLook);
  return 0;
}

}  // namespace storyreel::commands
