extern "C" {
#include <libavcodec/avcodec.h>
}

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/child.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::commands {
namespace {

constexpr ChildLimits kQuick{.timeout = seconds(10)};

Finding check_voice() {
  try {
    const auto result = run_child({"espeak-ng", "--version"}, "", kQuick, {});
    if (result.exit == 0) return {Verdict::ok, "espeak-ng", "there", {}};
  } catch (const Error&) {
    // Told below: not there, and not working, are mended in the same way.
  }
  return {Verdict::failed, "espeak-ng", "can't be run: the builtin voice needs it",
          "install the package espeak-ng"};
}

Finding check_codec(const char* name) {
  if (avcodec_find_encoder_by_name(name) != nullptr) {
    return {Verdict::ok, std::string("codec ") + name, "there", {}};
  }
  return {Verdict::failed, std::string("codec ") + name, "missing in this FFmpeg library",
          "install Debian's own libavcodec59"};
}

}  // namespace

std::vector<Finding> check_tools() {
  std::vector<Finding> findings;
  findings.push_back(check_voice());
  for (const char* codec : {"libx264", "aac"}) findings.push_back(check_codec(codec));
  return findings;
}

}  // namespace storyreel::commands
