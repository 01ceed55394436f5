#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <string>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/commands/checks.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/signal.hpp"
#include "notion/client.hpp"

namespace storyreel::commands {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr seconds kPatience{30};
constexpr seconds kClockOff{60};

/// What to do about an answer of Notion's, by its HTTP status.
struct Remedy {
  int status;
  const char* text;
};

constexpr std::array<Remedy, 3> kRemedies{{
    {401, "take the token of your integration from https://www.notion.so/my-integrations"},
    {403, "give the integration the capabilities to read, update and insert content"},
    {404, "open the page in Notion, then ••• → Connections → your integration"},
}};

std::string remedy(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const notion::ApiError& refused) {
    for (const auto& known : kRemedies) {
      if (known.status == refused.status) return known.text;
    }
  } catch (...) {
    // Anything else means that there was no answer: the same remedy for all of it.
  }
  return "check [notion] base_url and the network";
}

Task<> ask_me(notion::Client& client) {
  co_await client.me();
}

Task<> ask_page(notion::Client& client, std::string id) {
  co_await client.page(std::move(id), notion::Priority::interactive);
}

// The client is patient, as a daemon is; a person who waits is not.
Task<std::exception_ptr> answer(Task<> question) {
  const auto ended = co_await (settled(std::move(question)) || sleep_for(kPatience));
  if (ended.index() == 0) co_return std::get<0>(ended);
  co_return std::make_exception_ptr(Error("no answer in 30 s"));
}

Finding judged(const std::exception_ptr& error, std::string what, std::string well) {
  if (!error) return {Verdict::ok, std::move(what), std::move(well), {}};
  return {Verdict::failed, std::move(what), describe(error), remedy(error)};
}

// Time stamps of pages are Notion's; tokens and certificates want a clock that is right.
Finding check_clock(const notion::Client& client) {
  const auto asked = now();
  const auto theirs = client.server_time(asked);
  if (!theirs) return {Verdict::warning, "clock", "Notion told no time", {}};
  const auto off = std::chrono::duration_cast<seconds>(*theirs - asked);
  const auto found = std::to_string(std::abs(off.count())) + " s " +
                     (off < seconds(0) ? "ahead of" : "behind") + " Notion's";
  if (std::chrono::abs(off) <= kClockOff) return {Verdict::ok, "clock", found, {}};
  return {Verdict::warning, "clock", found, "set it by the network: timedatectl set-ntp true"};
}

}  // namespace

Task<std::vector<Finding>> check_notion(Executor loop, config::Settings settings) {
  std::vector<Finding> findings;
  if (settings.notion.token.empty()) {
    findings.push_back({Verdict::failed, "token", "none is set",
                        "set [notion] token_file, or $STORYREEL_NOTION_TOKEN"});
    co_return findings;
  }
  HttpClient http(loop);
  notion::Client client(loop, http, settings.notion);
  const auto refused = co_await answer(ask_me(client));
  findings.push_back(judged(refused, "token", "accepted by " + settings.notion.base_url));
  if (refused) co_return findings;
  findings.push_back(check_clock(client));
  std::ranges::move(co_await check_capabilities(loop, settings.notion),
                    std::back_inserter(findings));
  const auto hidden = co_await answer(ask_page(client, settings.notion.parent_page));
  findings.push_back(judged(hidden, "parent page", "shared with the integration, can be read"));
  co_return findings;
}

}  // namespace storyreel::commands
