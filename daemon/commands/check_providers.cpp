#include <array>
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
  bool priced;
};

/// Where a service tells what is left with it, and of what: sums of what JSON pointers find, less
/// what others find. Services that are not here don't tell.
struct Credit {
  std::string_view provider;
  std::string_view at;    ///< part of the base URL, of those who speak another's protocol
  std::string_view path;  ///< that costs nothing
  std::array<std::string_view, 2> has;
  std::string_view used;
  std::string_view unit;
  double little;  ///< so little is worth a word
};

constexpr std::array kCredits{
    // https://elevenlabs.io/docs/api-reference/user/subscription/get
    Credit{"elevenlabs",
           "",
           "/v1/user/subscription",
           {"/character_limit", ""},
           "/character_count",
           "characters",
           2'000},
    // https://docs.leonardo.ai/reference/getuserself
    Credit{"leonardo",
           "",
           "/me",
           {"/user_details/0/apiPaidTokens", "/user_details/0/apiSubscriptionTokens"},
           "",
           "API tokens",
           100},
    // https://openrouter.ai/docs/api-reference/limits; no limit of a key's own is none here.
    Credit{"openai", "openrouter.ai", "/key", {"/data/limit_remaining", ""}, "", "dollars", 1},
};

const Credit* credit_of(const Named& named, const std::string& base_url) {
  for (const auto& one : kCredits)
    if (one.provider == named.provider && base_url.contains(one.at)) return &one;
  return nullptr;
}

/// nullopt: it does not tell, or there is no end to it.
std::optional<double> left(const Credit& credit, const boost::json::value& body) {
  std::optional<double> sum;
  for (const auto pointer : credit.has)
    if (const auto found = pointer.empty() ? std::nullopt : pipeline::number_at(body, pointer))
      sum = sum.value_or(0) + *found;
  if (sum && !credit.used.empty()) *sum -= pipeline::number_at(body, credit.used).value_or(0);
  return sum;
}

Finding judged(const Named& named, const Credit& credit, double amount) {
  const auto what = named.table + " credit";
  const auto found = fmt::format("{:.10g} {} left with {}", amount, credit.unit, named.provider);
  if (amount > credit.little) return {Verdict::ok, what, found, {}};
  return {amount > 0 ? Verdict::warning : Verdict::failed, what, found,
          fmt::format("add credit to your account at {}", named.provider)};
}

std::string price_text(bool known) {
  return known ? "" : "; what it costs is not known, so limits of dollars don't count it";
}

/// What was answered, which costs nothing, or what became of it.
struct Answered {
  std::optional<HttpResponse> response;  ///< nullopt: there is no such path
  std::exception_ptr error;
};

Task<Answered> ask(Service& service, std::string path) {
  Answered result;
  try {
    result.response = co_await service.ask(service.get(path));
  } catch (const Error&) {
    result.error = std::current_exception();
  }
  co_return result;
}

Finding judged(const Named& named, const Service& service, const Answered& account) {
  const auto what = named.table + " provider";
  if (account.error)
    return {Verdict::failed, what, describe(account.error),
            fmt::format("set [{0}] key_file, or look at [{0}] base_url and at your account there",
                        named.table)};
  // Others that speak the same protocol need not have every path.
  return {Verdict::ok,
          what,
          fmt::format("{} {} at {}{}", account.response ? "accepted by" : "reached:",
                      named.provider, service.base_url(), price_text(named.priced)),
          {}};
}

Task<std::vector<Finding>> check(HttpClient& http, Named named) {
  Service service(http, pipeline::facts(named.provider, named.makes), named.service);
  const auto account = co_await ask(service, std::string(service.facts().account));
  std::vector<Finding> findings{judged(named, service, account)};
  const auto* credit = credit_of(named, service.base_url());
  if (!credit || account.error) co_return findings;
  const auto told = credit->path == service.facts().account
                        ? account
                        : co_await ask(service, std::string(credit->path));
  const auto body = told.response ? pipeline::json_of(told.response->body) : std::nullopt;
  const auto amount = body ? left(*credit, *body) : std::nullopt;
  if (amount) findings.push_back(judged(named, *credit, *amount));
  co_return findings;
}

}  // namespace

Task<std::vector<Finding>> check_providers(Executor loop, config::Settings settings) {
  const std::vector<Named> all{
      {"script", settings.script.provider, "text", settings.script.service,
       settings.script.price_in && settings.script.price_out},
      {"image", settings.image.provider, "picture", settings.image.service,
       settings.image.price.has_value()},
      {"voice", settings.voice.provider, "voice", settings.voice.service,
       settings.voice.price.has_value()},
      {"script_fallback", settings.script_fallback.provider, "text",
       settings.script_fallback.service,
       settings.script_fallback.price_in && settings.script_fallback.price_out},
      {"image_fallback", settings.image_fallback.provider, "picture",
       settings.image_fallback.service, settings.image_fallback.price.has_value()},
      {"voice_fallback", settings.voice_fallback.provider, "voice", settings.voice_fallback.service,
       settings.voice_fallback.price.has_value()}};
  HttpClient http(loop);
  std::vector<Finding> findings;
  for (const auto& named : all) {
    if (named.provider == "builtin" || named.provider == "command" ||
        named.provider == config::kNobody)
      continue;
    for (auto& found : co_await check(http, named)) findings.push_back(std::move(found));
  }
  co_return findings;
}

}  // namespace storyreel::commands
