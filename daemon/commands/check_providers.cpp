#include <fmt/format.h>

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_client.hpp"
#include "pipeline/providers/service.hpp"

namespace storyreel::commands {
namespace {

using pipeline::Service;

/// A service that the configuration names.
struct Named {
  std::string table;
  std::string provider;
  std::string_view makes;
  const config::Service& service;
};

std::string price_text(bool known) {
  return known ? "" : "; what it costs is not known, so limits of dollars don't count it";
}

Task<Finding> check(HttpClient& http, Named named, bool priced) {
  const auto what = named.table + " provider";
  Service service(http, pipeline::facts(named.provider, named.makes), named.service);
  std::exception_ptr error;
  bool found = false;
  try {
    found = (co_await service.ask(service.get(std::string(service.facts().account)))).has_value();
  } catch (const Error&) {
    error = std::current_exception();
  }
  const auto at = fmt::format("{} at {}", named.provider, service.base_url());
  if (error)
    co_return Finding{Verdict::failed, what, describe(error),
                      fmt::format("set [{0}] key_file, or look at [{0}] base_url and at your "
                                  "account there",
                                  named.table)};
  // Others that speak the same protocol need not have every path.
  co_return Finding{
      Verdict::ok, what, (found ? "accepted by " : "reached: ") + at + price_text(priced), {}};
}

}  // namespace

Task<std::vector<Finding>> check_providers(Executor loop, config::Settings settings) {
  const std::vector<std::pair<Named, bool>> all{
      {{"script", settings.script.provider, "text", settings.script.service},
       settings.script.price_in && settings.script.price_out},
      {{"image", settings.image.provider, "picture", settings.image.service},
       settings.image.price.has_value()},
      {{"voice", settings.voice.provider, "voice", settings.voice.service},
       settings.voice.price.has_value()}};
  HttpClient http(loop);
  std::vector<Finding> findings;
  for (const auto& [named, priced] : all) {
    if (named.provider == "builtin" || named.provider == "command") continue;
    findings.push_back(co_await check(http, named, priced));
  }
  co_return findings;
}

}  // namespace storyreel::commands
