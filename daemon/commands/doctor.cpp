#include <algorithm>
#include <iostream>
#include <utility>

#include "config/load.hpp"
#include "daemon/commands/checks.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/render/timeline.hpp"

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
  std::ranges::move(co_await check_notion(loop, settings), std::back_inserter(findings));
  co_return conclude(findings);
}

// A film says itself how it wants to be: any settings do but those that a film can't tell.
config::Render render_settings(const Arguments& arguments) {
  try {
    return settings(arguments).render;
  } catch (const UsageError&) {
    return {};
  }
}

int examine_film(const Arguments& arguments) {
  const auto wrong = render::verify_film(arguments.film, render_settings(arguments));
  const std::string name = arguments.film.string();
  if (wrong.empty()) return conclude({{Verdict::ok, "film", name + " is sound", {}}});
  std::vector<Finding> findings;
  for (const auto& each : wrong) findings.push_back({Verdict::failed, name, each, {}});
  return conclude(findings);
}

}  // namespace

int doctor(const Arguments& arguments) {
  if (!arguments.film.empty()) return examine_film(arguments);
  const auto settings = commands::settings(arguments);
  return run_main([&](Executor loop) { return examine(loop, settings); }, 1);
}

}  // namespace storyreel::commands
