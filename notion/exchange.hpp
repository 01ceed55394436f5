#pragma once

#include <functional>
#include <optional>
#include <string>

#include "config/settings.hpp"
#include "daemon/runtime/http_client.hpp"
#include "notion/budget.hpp"

namespace storyreel::notion {

/// One request to Notion.
struct Call {
  std::string method;
  std::string path;  ///< "/v1/pages/…"
  std::string body;  ///< JSON, or empty
  Priority priority = Priority::normal;
  std::string lane = {};  ///< the data source that a write changes; blank: none known
  bool write = false;     ///< its doubtful outcome is not repeated
  int attempts = 6;
  std::optional<Time> not_after;  ///< leave the queue by then, or throw StaleError
  /// Reads the body, in place of `body`, when its turn has come: so large ones that wait take no
  /// memory.
  std::function<Task<std::string>()> load = {};
  std::string content_type = "application/json";
  milliseconds timeout{60'000};
};

/// Sends calls through the budget and judges the replies.
class Exchange {
 public:
  Exchange(Executor loop, HttpClient& http, config::Notion settings);

  /// The body of the good reply. Waits out Retry-After and retries what may be retried. Throws
  /// ApiError, DoubtfulError (writes), SilentError and TransportError.
  /// UsageError where Notion has blocked the connection: nothing is sent any more.
  Task<std::string> send(Call call);

  /// Notion's clock at `time` of ours; nullopt before its first reply. Off by about a second.
  std::optional<Time> server_time(Time time) const;

  /// From now on throws Error for every write, before it is sent.
  void only_read() { only_read_ = true; }

  /// Calls `say` when everything has to rest for longer than a minute.
  void on_rest(std::function<void(std::string)> say) { say_ = std::move(say); }

  /// Calls `count` after every request.
  void on_sent(std::function<void(const Sent&)> count) { count_ = std::move(count); }

  BudgetReport budget() const { return budget_.report(); }

 private:
  struct Attempt;

  Task<Attempt> attempt(Call call);
  HttpRequest request(const Call& call) const;
  void rest(const Call& call, const Attempt& attempt, int failures);
  void rest_for(seconds told, const std::string& reason);

  HttpClient& http_;
  config::Notion settings_;
  Budget budget_;
  std::optional<milliseconds> ahead_;  ///< Notion's clock against ours
  Time replied_at_{};                  ///< when a reply came last, to whatever
  Time rests_until_{};
  std::function<void(std::string)> say_;
  bool only_read_ = false;
  std::function<void(const Sent&)> count_;
};

}  // namespace storyreel::notion
