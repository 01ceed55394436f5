#include <array>
#include <string_view>

extern "C" {
#include <libavcodec/avcodec.h>
}

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/child.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::commands {
namespace {

constexpr ChildLimits kQuick{.timeout = seconds(10)};

/// Writing that needs a font of its own, and Debian's package with one.
struct Writing {
  std::string_view name;
  const char* language;
  const char* package;
};

constexpr std::array<Writing, 4> kWritings{{
    {"Latin, Greek and Cyrillic", "ru", "fonts-dejavu-core"},
    {"Chinese, Japanese and Korean", "zh", "fonts-noto-cjk"},
    {"Arabic", "ar", "fonts-dejavu-core"},
    {"emoji", "und-zsye", "fonts-noto-color-emoji"},
}};

bool has_font(const Writing& writing) {
  const std::string pattern = std::string(":lang=") + writing.language;
  return !run_child({"fc-list", pattern, "family"}, "", kQuick, {}).output.empty();
}

Finding check_font(const Writing& writing) {
  const std::string what = "font for " + std::string(writing.name);
  try {
    if (has_font(writing)) return {Verdict::ok, what, "there", {}};
  } catch (const Error& error) {
    return {Verdict::warning, what, error.what(), "install the package fontconfig"};
  }
  return {Verdict::warning, what, "missing: such text shows as boxes",
          std::string("install the package ") + writing.package};
}

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
  for (const auto& writing : kWritings) findings.push_back(check_font(writing));
  findings.push_back(check_voice());
  for (const char* codec : {"libx264", "aac"}) findings.push_back(check_codec(codec));
  return findings;
}

}  // namespace storyreel::commands
