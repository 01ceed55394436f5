#include "notion/due.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace storyreel::notion {
namespace {

using cache::VideoStatus;
using std::chrono::minutes;

constexpr minutes kWarm{10};
constexpr seconds kOwnBody{20};
constexpr seconds kSweep{60};
constexpr seconds kSweepPerPage{10};
constexpr std::size_t kMany = 10;
// All resting videos are swept in this time, where the budget has it.
constexpr minutes kSweepPeriod{60};
constexpr minutes kRarest{10};
constexpr seconds kSoonest{1};
// A sweep reads a database's rows and its page's body.
constexpr int kRequestsOfSweep = 3;
constexpr int kShareOfSweeps = 4;
constexpr std::size_t kFewestPolls = 4;
constexpr std::size_t kMostPolls = 100;

}  // namespace

bool at_work(cache::VideoStatus status, Time edited_at, Time now) {
  using enum VideoStatus;
  const bool working =
      status == ingesting || status == scripting || status == generating || status == rendering;
  return working || edited_at + kWarm > now;
}

std::size_t most_polls(int requests_per_minute, milliseconds poll_interval) {
  if (requests_per_minute == 0) return kMostPolls;
  const auto polls = requests_per_minute * poll_interval / minutes{1} / 2;
  return std::max(kFewestPolls, static_cast<std::size_t>(polls));
}

milliseconds sweep_interval(std::size_t resting, int requests_per_minute) {
  const auto wanted =
      milliseconds{kSweepPeriod} / std::max<std::int64_t>(1, static_cast<std::int64_t>(resting));
  const auto least = sweep_pause(0, requests_per_minute);
  return std::clamp<milliseconds>(wanted, std::min<milliseconds>(least, kRarest), kRarest);
}

milliseconds sweep_pause(std::size_t rows, int requests_per_minute) {
  if (requests_per_minute == 0) return kSoonest;
  const auto requests = static_cast<std::int64_t>(kRequestsOfSweep + rows / kRowsOfRequest);
  return milliseconds{minutes{kShareOfSweeps}} * requests / requests_per_minute;
}

milliseconds sweep_period(std::size_t resting, int requests_per_minute) {
  return static_cast<std::int64_t>(resting) * sweep_interval(resting, requests_per_minute);
}

bool needs_body(const cache::Page& page, const cache::Video* video, const std::string& bot,
                Time looked_at, Time now) {
  if (page.in_trash) return false;
  const bool ours = page.last_edited_by == bot && video && video->approved && !video->body.empty();
  if (ours && looked_at + kOwnBody > now && looked_at <= now) return false;
  return page.body_hash.empty() || page.seen_at + kFreshBody > now;
}

bool sweep_due(std::size_t rows, std::optional<Time> swept_at, Time now) {
  if (!swept_at) return true;
  const auto period = std::max<seconds>(kSweep, kSweepPerPage * (rows / kRowsOfRequest));
  return *swept_at + period <= now;
}

Absence absence(const std::vector<cache::Page>& known, const std::vector<std::string>& shown,
                Time now, milliseconds lag) {
  Absence absence;
  std::vector<std::string> young;
  std::size_t live = 0;
  for (const auto& page : known) {
    if (page.in_trash) continue;
    ++live;
    if (std::ranges::binary_search(shown, page.page_id)) continue;
    (page.seen_at + lag > now ? young : absence.ask).push_back(page.page_id);
  }
  const auto gone = absence.ask.size() + young.size();
  absence.halt = gone >= kMany && gone * 2 > live;
  absence.more = young.size() > kProbes;
  young.resize(std::min(young.size(), kProbes));
  std::ranges::move(young, std::back_inserter(absence.ask));
  return absence;
}

}  // namespace storyreel::notion
