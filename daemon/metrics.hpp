#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cache/cache.hpp"
#include "cache/ledger.hpp"
#include "cache/records.hpp"
#include "daemon/live.hpp"
#include "notion/budget.hpp"

namespace storyreel {

/// What the record says to those who watch numbers.
struct Tally {
  std::map<cache::VideoStatus, int> videos;
  std::int64_t artifacts = 0;
  std::int64_t artifact_bytes = 0;
  cache::Spent day;  ///< what was bought in the last 24 hours
  int halted = 0;    ///< videos
  int rows_with_errors = 0;
  std::size_t unpushed = 0;           ///< videos of which Notion shows something older
  std::vector<milliseconds> noticed;  ///< from an edit of somebody's to when it was seen
};

/// Counts it; `since`: edits that were seen from then on. A read of the whole record.
Tally tally(cache::Database& database, Time since);

/// The daemon's numbers, in Prometheus' words. Loop thread only.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void sent(const notion::Sent& sent);
  void made(std::string_view stage, milliseconds took);
  /// Videos that Notion shows older than they are, as found after a push: how long each was among
  /// them is counted when it is no more.
  void unpushed(const std::vector<std::pair<std::string, std::int64_t>>& videos, Time now);

  /// Everything, with what is counted and known now, in Prometheus' text format.
  std::string text(const Tally& tally, const Live& live);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// "PATCH /v1/pages/{id}": one name for all requests of a kind.
std::string endpoint(std::string_view method, std::string_view path);

/// What became of a request: "ok", "refused", "limited", "failed" or "lost".
std::string_view outcome(int status);

}  // namespace storyreel
