#include <fmt/format.h>

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/child.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel::commands {
namespace {

constexpr ChildLimits kQuick{.timeout = seconds(30)};
// Sites change, and what is older than that rarely still reads them.
constexpr std::chrono::days kOld{120};
constexpr auto kWhat = "yt-dlp";
constexpr auto kNewer = "install a newer one (pipx install yt-dlp) and name it in [source] program";

/// The day of a version: "2023.03.04", whatever follows.
std::optional<Time> day_of(const std::string& version) {
  constexpr std::size_t kDay = 10;
  auto day = version.substr(0, kDay);
  if (day.size() < kDay || day[4] != '.' || day[7] != '.') return std::nullopt;
  day[4] = day[7] = '-';
  return from_iso(day);
}

Finding judge_version(const std::string& version, Time now) {
  const auto day = day_of(version);
  if (!day) return {Verdict::ok, kWhat, version, {}};
  const auto age = std::chrono::floor<std::chrono::days>(now - *day);
  if (age <= kOld) return {Verdict::ok, kWhat, version, {}};
  return {Verdict::warning, kWhat,
          fmt::format("{} is {} days old: YouTube may have changed since", version, age.count()),
          kNewer};
}

}  // namespace

std::vector<Finding> check_source(const config::Source& source, Time now) {
  std::vector<Finding> findings;
  try {
    const auto result = run_child({source.program, "--ignore-config", "--version"}, "", kQuick, {});
    const auto version = one_line(result.output.substr(0, result.output.find('\n')), 60);
    findings.push_back(result.exit == 0 && !version.empty()
                           ? judge_version(version, now)
                           : Finding{Verdict::warning, kWhat,
                                     source.program + " does not tell its version", kNewer});
  } catch (const Error& error) {
    findings.push_back({Verdict::warning, kWhat,
                        std::string(error.what()) + " Without it no YouTube URL is read", kNewer});
  }
  if (!source.cookies_file.empty() && !std::filesystem::exists(source.cookies_file))
    findings.push_back({Verdict::warning, "cookies", source.cookies_file.string() + " is not there",
                        "export them from a browser, or leave [source] cookies_file out"});
  return findings;
}

}  // namespace storyreel::commands
