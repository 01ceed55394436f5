#include <iostream>
#include <thread>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/commands/tail.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel::commands {
namespace {

constexpr milliseconds kLook{200};

bool print(Tail& tail, const std::string& video) {
  for (const auto& line : tail.lines()) {
    if (video.empty() || about_video(line, video)) std::cout << line << '\n';
  }
  return static_cast<bool>(std::cout.flush());
}

}  // namespace

int log(const Arguments& arguments) {
  const auto file = settings(arguments).state.directory / "log" / "status.log";
  if (!arguments.follow && !std::filesystem::exists(file)) {
    throw Error("nothing has happened yet: there is no " + file.string());
  }
  Tail tail(file);
  while (print(tail, arguments.video) && arguments.follow) std::this_thread::sleep_for(kLook);
  return 0;
}

}  // namespace storyreel::commands
