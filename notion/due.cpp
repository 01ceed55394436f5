#include "notion/due.hpp"

#include <algorithm>
#include <chrono>

namespace storyreel::notion {
namespace {

using cache::VideoStatus;
using std::chrono::minutes;

constexpr minutes kWarm{10};
// Time stamps are floored to the minute, and an edit may follow the read within it, by either
// clock.
constexpr minutes kFresh{2};
constexpr std::size_t kOnePage = 100;
constexpr seconds kSweep{60};
constexpr seconds kSweepPerPage{10};
constexpr std::size_t kMany = 10;
constexpr std::size_t kProbes = 3;

bool at_work(const Pollable& pollable, Time now) {
  const bool rests = pollable.status == VideoStatus::complete ||
                     pollable.status == VideoStatus::paused ||
                     pollable.status == VideoStatus::failed;
  return !rests || pollable.edited_at + kWarm > now;
}

}  // namespace

std::vector<std::size_t> due(const std::vector<Pollable>& all, std::size_t turn, Time now) {
  std::vector<std::size_t> chosen;
  std::vector<std::size_t> resting;
  for (std::size_t index = 0; index < all.size(); ++index) {
    (at_work(all[index], now) ? chosen : resting).push_back(index);
  }
  if (!resting.empty()) chosen.push_back(resting[turn % resting.size()]);
  return chosen;
}

bool needs_body(const cache::Page& page, const cache::Video* video, const std::string& bot,
                Time now) {
  if (page.in_trash) return false;
  const bool ours = page.last_edited_by == bot && video && video->approved && !video->body.empty();
  if (ours) return false;
  return page.body_hash.empty() || std::max(page.last_edited_time, page.seen_at) + kFresh > now;
}

bool sweep_due(std::size_t rows, std::optional<Time> swept_at, Time now) {
  if (rows < kOnePage || !swept_at) return true;
  const auto period = std::max<seconds>(kSweep, kSweepPerPage * (rows / kOnePage));
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
  young.resize(std::min(young.size(), kProbes));
  std::ranges::move(young, std::back_inserter(absence.ask));
  if (absence.halt) absence.ask.resize(std::min(absence.ask.size(), kProbes));
  return absence;
}

}  // namespace storyreel::notion
