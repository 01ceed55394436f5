#include <array>
#include <fmt/format.h>

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/client.hpp"

namespace storyreel::commands {
namespace {

constexpr seconds kPatience{30};
constexpr int kRefused = 403;
constexpr std::size_t kSaid = 200;

constexpr std::string_view kWhere =
    "in Notion's developer portal (https://www.notion.so/my-integrations) open the integration, "
    "then Capabilities, and tick";

/// What a token may be allowed, by Notion's own name of it, and a request that wants it. All name a
/// page that nobody has: what is allowed is answered with "not found", and nothing is written.
struct Capability {
  std::string_view name;
  std::string_view method;
  std::string_view path;
  std::string_view body;
  bool needed;
};

constexpr std::array kCapabilities{
    Capability{"read content", "GET", "/v1/pages/{}", "", true},
    Capability{"update content", "PATCH", "/v1/pages/{}", R"({{"properties":{{}}}})", true},
    Capability{"insert content", "POST", "/v1/pages",
               R"({{"parent":{{"type":"page_id","page_id":"{}"}},"properties":{{}}}})", true},
    Capability{"user information", "GET", "/v1/users?page_size=1", "", false},
};

HttpRequest request(const config::Notion& notion, const Capability& wanted) {
  const auto nowhere = new_uuid();
  HttpRequest request{
      .method = std::string(wanted.method),
      .url = notion.base_url + fmt::format(fmt::runtime(wanted.path), nowhere),
      .headers = {{"Authorization", fmt::format("Bearer {}", notion.token.reveal())},
                  {"Notion-Version", std::string(notion::kVersion)}},
      .body = fmt::format(fmt::runtime(wanted.body), nowhere),
      .timeout = kPatience};
  if (!wanted.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  return request;
}

// A free workspace of several people takes no more blocks than 1,000 from an integration.
Finding no_more_blocks() {
  return {
      Verdict::failed, "block limit",
      "Notion takes no more pages: the workspace has reached the limit of its free plan",
      "upgrade the workspace's plan, or use a personal access token, which the limit is not for"};
}

Finding missing(const Capability& wanted) {
  if (!wanted.needed)
    return {Verdict::ok, std::string(wanted.name), "not given, and not needed", {}};
  return {Verdict::failed, std::string(wanted.name), "the token is not allowed it",
          fmt::format("{} \"{}\"", kWhere, wanted.name)};
}

Finding judged(const Capability& wanted, const HttpResponse& response) {
  const std::string name(wanted.name);
  if (response.status == kRefused)
    return response.body.contains("block_limit") ? no_more_blocks() : missing(wanted);
  if (response.status < 500 && response.status != 429) return {Verdict::ok, name, "allowed", {}};
  return {Verdict::warning, name,
          fmt::format("not known: Notion answered {}: {}", response.status,
                      one_line(response.body, kSaid)),
          "ask again later"};
}

Task<Finding> check(HttpClient& http, config::Notion notion, Capability wanted) {
  std::optional<std::string> unreached;
  HttpResponse response;
  try {
    response = co_await http.send(request(notion, wanted));
  } catch (const TransportError& error) {
    unreached = error.what();
  }
  if (!unreached) co_return judged(wanted, response);
  co_return Finding{Verdict::warning, std::string(wanted.name), "not known: " + *unreached,
                    "check [notion] base_url and the network"};
}

}  // namespace

Task<std::vector<Finding>> check_capabilities(Executor loop, config::Notion notion) {
  HttpClient http(loop);
  std::vector<Finding> findings;
  for (const auto& wanted : kCapabilities) findings.push_back(co_await check(http, notion, wanted));
  co_return findings;
}

}  // namespace storyreel::commands
