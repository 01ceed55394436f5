#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "config/load.hpp"
#include "daemon/commands/checks.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/render/examine.hpp"

namespace storyreel::commands {
namespace {

constexpr std::array<const char*, 3> kVerdicts{"ok", "warning", "failed"};
constexpr std::size_t kVerdictWidth = 8;

void print(const Finding& finding) {
  std::string verdict = kVerdicts[static_cast<std::size_t>(finding.verdict)];
  verdict.resize(kVerdictWidth, ' ');
  std::cout << verdict << finding.what << ": " << finding.found << '\n';
  if (!finding.remedy.empty()) std::cout << "        → " << finding.remedy << '\n';
}

void print_json(const std::vector<Finding>& findings) {
  boost::json::array checks;
  for (const auto& finding : findings) {
    checks.push_back({{"check", finding.what},
                      {"verdict", kVerdicts[static_cast<std::size_t>(finding.verdict)]},
                      {"found", finding.found},
                      {"remedy", finding.remedy}});
  }
  std::cout << boost::json::serialize(boost::json::object{{"checks", std::move(checks)}}) << '\n';
}

int conclude(const std::vector<Finding>& findings, bool json) {
  if (json) {
    print_json(findings);
  } else {
    std::ranges::for_each(findings, print);
  }
  return std::ranges::count(findings, Verdict::failed, &Finding::verdict) > 0 ? 1 : 0;
}

/// The settings with their secrets; nullopt where this user can't read them, which is a finding.
std::optional<config::Settings> whole_settings(const Arguments& arguments,
                                               std::vector<Finding>& findings) {
  try {
    return commands::settings(arguments);
  } catch (const UsageError& error) {
    findings.push_back({Verdict::failed, "secrets", error.what(),
                        "run this as root or as the service's user, or mend the file"});
    return std::nullopt;
  }
}

Task<int> examine(Executor loop, Arguments arguments) {
  const auto settings = settings_without_secrets(arguments);
  std::vector<Finding> findings = {{Verdict::ok, "configuration", settings.file.string(), {}}};
  std::ranges::move(check_place(settings), std::back_inserter(findings));
  findings.push_back(co_await check_listener(loop, settings));
  std::ranges::move(check_tools(), std::back_inserter(findings));
  std::ranges::move(check_fonts(settings.state.directory / "storyreel.db"),
                    std::back_inserter(findings));
  std::ranges::move(check_source(settings.source, now()), std::back_inserter(findings));
  if (const auto whole = whole_settings(arguments, findings)) {
    std::ranges::move(co_await check_providers(loop, *whole), std::back_inserter(findings));
    std::ranges::move(co_await check_notion(loop, *whole), std::back_inserter(findings));
    std::ranges::move(co_await check_bucket(loop, *whole), std::back_inserter(findings));
  }
  co_return conclude(findings, arguments.json);
}

int examine_film(const Arguments& arguments) {
  const std::string name = arguments.film.string();
  const auto found = render::examine_film(arguments.film, {}, {});
  std::vector<Finding> findings{{Verdict::ok, name, found.description, {}}};
  for (const auto& [what, remedy] : found.faults)
    findings.push_back({Verdict::failed, name, what, remedy});
  if (found.faults.empty()) findings.push_back({Verdict::ok, name, "it is sound", {}});
  return conclude(findings, arguments.json);
}

}  // namespace

int doctor(const Arguments& arguments) {
  if (!arguments.film.empty()) return examine_film(arguments);
  return run_main([&](Executor loop) { return examine(loop, arguments); }, 1);
}

}  // namespace storyreel::commands
