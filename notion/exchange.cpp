#include "notion/exchange.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "daemon/runtime/retry.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/client.hpp"
#include "notion/parse.hpp"
#include "notion/verdict.hpp"

namespace storyreel::notion {
namespace {

constexpr Backoff kBackoff{.base = seconds(1), .cap = seconds(60)};
constexpr seconds kLongestRest{3600};
constexpr seconds kNarrow{60};
constexpr seconds kUsualRest{60};
constexpr std::string_view kOwnLimit = "public_api_request_rate_limit";
constexpr std::string_view kWorkspaceLimit = "public_api_space_request_rate_limit";
constexpr std::string_view kBlockedWords =
    "Notion has blocked the requests of this connection, so storyreel stops: look at the "
    "connection "
    "in Notion (Settings, Connections), ask Notion's support why, then start storyreel again";
constexpr std::size_t kMessage = 300;

std::string words(const Call& call, int status, const Failure& failure) {
  auto text = "Notion answered " + std::to_string(status) + " to " + call.method + " " + call.path;
  if (!failure.code.empty()) text += " (" + failure.code + ")";
  if (!failure.message.empty()) text += ": " + one_line(failure.message, kMessage);
  return text;
}

std::optional<seconds> retry_after(const HttpResponse& response) {
  const auto header = response.header("retry-after");
  if (!header) return std::nullopt;
  int value = 0;
  const auto [end, failure] =
      std::from_chars(header->data(), header->data() + header->size(), value);
  if (failure != std::errc{} || value < 0) return std::nullopt;
  return std::min(seconds(value), kLongestRest);
}

}  // namespace

/// What one attempt came to.
struct Exchange::Attempt {
  Verdict verdict = Verdict::failed;
  HttpResponse response;
  Failure failure;
  std::optional<TransportError> broken;
  Time began{};
};

Exchange::Exchange(Executor loop, HttpClient& http, config::Notion settings)
    : http_(http),
      settings_(std::move(settings)),
      budget_(std::move(loop), settings_.requests_per_minute) {}

HttpRequest Exchange::request(const Call& call) const {
  HttpRequest request;
  request.method = call.method;
  request.url = settings_.base_url + call.path;
  request.headers = {{"Authorization", "Bearer " + std::string(settings_.token.reveal())},
                     {"Notion-Version", std::string(kVersion)},
                     {"Accept", "application/json"}};
  if (!call.body.empty() || call.load)
    request.headers.emplace_back("Content-Type", call.content_type);
  request.body = call.body;
  request.timeout = call.timeout;
  return request;
}

Task<Exchange::Attempt> Exchange::attempt(Call call) {
  const auto slot = co_await budget_.acquire(call.priority, call.lane);
  if (call.not_after && now() > *call.not_after)
    throw StaleError("the budget kept a write waiting");
  Attempt attempt;
  auto sent = request(call);
  if (call.load) sent.body = co_await call.load();
  attempt.began = now();
  try {
    attempt.response = co_await http_.send(std::move(sent));
    replied_at_ = now();
  } catch (const TransportError& error) {
    attempt.broken = error;
    attempt.verdict = call.write && error.sent ? Verdict::doubtful : Verdict::again;
    co_return attempt;
  }
  if (const auto date = attempt.response.date()) ahead_ = *date - now();
  const auto status = attempt.response.status;
  if (status < 200 || status >= 300) attempt.failure = parse_failure(attempt.response.body);
  attempt.verdict =
      judge({.status = status, .reason = attempt.failure.rate_limit_reason, .write = call.write});
  co_return attempt;
}

// Whoever is told to wait lets everybody wait: the budget is one. Writes that collided go one by
// one for a while.
void Exchange::rest(const Call& call, const Attempt& attempt, int failures) {
  if (attempt.failure.rate_limit_reason == kOwnLimit) budget_.refused();
  if (attempt.response.status == 409) budget_.narrow(call.lane, now() + kNarrow);
  const auto told = attempt.broken ? std::nullopt : retry_after(attempt.response);
  const auto limited = attempt.response.status == 429 || attempt.response.status == 529;
  if (told) rest_for(*told, attempt.failure.rate_limit_reason);
  if (!told && limited) budget_.pause_until(now() + delay(kBackoff, failures, random_jitter()));
}

void Exchange::rest_for(seconds told, const std::string& reason) {
  const auto until = now() + told;
  budget_.pause_until(until);
  if (told <= kUsualRest || until <= rests_until_ + kUsualRest || !say_) return;
  rests_until_ = until;
  const auto* const whose = reason == kWorkspaceLimit
                                ? " (all connections of the workspace together"
                                  " asked too much)"
                                : "";
  say_("Notion wants to be left alone for " + std::to_string(told.count()) + " s" + whose +
       ": nothing is read or written until then");
}

std::optional<Time> Exchange::server_time(Time time) const {
  if (!ahead_) return std::nullopt;
  return time + *ahead_;
}

Task<std::string> Exchange::send(Call call) {
  if (call.write && only_read_) throw Error("nothing is written to Notion in a dry run");
  for (int failures = 1;; ++failures) {
    auto result = co_await attempt(call);
    if (count_) count_({call.method, call.path, result.broken ? 0 : result.response.status});
    if (result.verdict == Verdict::good) co_return std::move(result.response.body);
    if (is_blocked(result.failure.rate_limit_reason)) {
      throw UsageError(std::string(kBlockedWords) + " [" +
                       words(call, result.response.status, result.failure) + "]");
    }
    rest(call, result, failures);
    const auto last = result.verdict != Verdict::again || failures >= call.attempts;
    const bool unread = last && result.broken && result.verdict == Verdict::again;
    if (unread && replied_at_ > result.began)
      throw SilentError("Notion did not answer " + call.method + " " + call.path + ": " +
                        result.broken->what());
    if (unread) throw *result.broken;
    if (last && result.verdict == Verdict::doubtful) {
      const auto text = result.broken ? std::string(result.broken->what())
                                      : words(call, result.response.status, result.failure);
      throw DoubtfulError(text, result.failure.committed_id);
    }
    if (last) {
      const auto text = words(call, result.response.status, result.failure);
      throw ApiError(text, result.response.status, std::move(result.failure));
    }
    co_await sleep_for(delay(kBackoff, failures, random_jitter()));
  }
}

}  // namespace storyreel::notion
