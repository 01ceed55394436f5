#include "notion/own_writes.hpp"

#include <algorithm>
#include <chrono>

namespace storyreel::notion {
namespace {

using std::chrono::minutes;

// A request of an earlier run, or one whose reply was lost, may arrive this much later.
constexpr minutes kLate{2};
constexpr std::size_t kMost = 20'000;

}  // namespace

void OwnWrites::begin(Time server_time) {
  since_ = std::chrono::floor<minutes>(server_time) + kLate;
}

void OwnWrites::wrote(const Page& reply) {
  if (last_.size() >= kMost) forget();
  auto& last = last_[reply.id];
  // What was unclear may still be on its way.
  const auto late = last == Time::max() ? reply.last_edited_time + kLate : reply.last_edited_time;
  last = last == Time::max() ? late : std::max(last, late);
}

void OwnWrites::unclear(const std::string& page_id) {
  last_[page_id] = Time::max();
}

// Pages that are forgotten are judged from the newest write on.
void OwnWrites::forget() {
  for (const auto& [page, time] : last_) {
    if (time != Time::max()) since_ = std::max(since_.value_or(time), time + kLate);
  }
  std::erase_if(last_, [](const auto& entry) { return entry.second != Time::max(); });
}

bool OwnWrites::foreign(const Page& page, const std::string& bot) const {
  if (bot.empty() || page.last_edited_by != bot) return false;
  const auto own = last_.find(page.id);
  if (own != last_.end()) return own->second < page.last_edited_time;
  return since_ && page.last_edited_time > *since_;
}

}  // namespace storyreel::notion
