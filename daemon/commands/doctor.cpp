#include <algorithm>
#include <iostream>
#include <utility>

#include "config/load.hpp"
#include "daemon/commands/checks.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/render/examine.hpp"

namespace storyreel::commands {
namespace {

constexpr const char* word(Verdict verdict) {
  constexpr const char* kWords[] = {"ok      ", "warning ", "failed  "};
  return kWords[static_cast<int>(verdict)];
}

void print(const Finding& finding) {
  std::cout << word(finding.verdict) << finding.what << ": " << finding.found << '\n';
  if (!finding.remedy.empty()) std::cout << "        → " << finding.remedy << '\n';
}

int conclude(const std::vector<Finding>& findings) {
  std::ranges::for_each(findings, print);
  return std::ranges::count(findings, Verdict::failed, &Finding::verdict) > 0 ? 1 : 0;
}

Task<int> examine(Executor loop, config::Settings settings) {
  std::vector<Finding> findings = {{Verdict::ok, "configuration", settings.file.string(), {}}};
  std::ranges::move(check_place(loop, settings), std::back_inserter(findings));
  std::ranges::move(check_tools(), std::back_inserter(findings));
  std::ranges::move(check_source(settings.source, now()), std::back_inserter(findings));
  std::ranges::move(co_await check_providers(loop, settings), std::back_inserter(findings));
  std::ranges::move(co_await check_notion(loop, settings), std::back_inserter(findings));
  co_return conclude(findings);
}

int examine_film(const Arguments& arguments) {
  const std::string name = arguments.film.string();
  const auto found = render::examine_film(arguments.film, {}, {});
  std::vector<Finding> findings{{Verdict::ok, name, found.description, {}}};
  for (const auto& fault : found.faults) findings.push_back({Verdict::failed, name, fault, {}});
  if (found.faults.empty()) findings.push_back({Verdict::ok, name, "it is sound", {}});
  return conclude(findings);
}

}  // namespace

int doctor(const Arguments& arguments) {
  if (!arguments.film.empty()) return examine_film(arguments);
  const auto settings = commands::settings(arguments);
  return run_main([&](Executor loop) { return examine(loop, settings); }, 1);
}

}  // namespace storyreel::commands
