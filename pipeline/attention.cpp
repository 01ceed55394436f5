#include "pipeline/attention.hpp"

#include <algorithm>

namespace storyreel::pipeline {

std::vector<std::string> Attention::due(
    const std::vector<std::pair<std::string, std::int64_t>>& there, Time now) {
  const std::map revisions(there.begin(), there.end());
  std::erase_if(seen_, [&](const auto& each) { return !revisions.contains(each.first); });
  std::vector<std::string> result;
  for (const auto& [video, revision] : there) {
    const auto look = seen_.find(video);
    const bool known = look != seen_.end() && look->second.revision == revision;
    if (!known || (look->second.again_at && *look->second.again_at <= now)) result.push_back(video);
  }
  return result;
}

void Attention::looked(const std::string& video, std::int64_t revision,
                       std::optional<Time> again_at) {
  seen_[video] = {revision, again_at};
}

void Attention::wait(const std::string& video, Time until) {
  auto& again_at = seen_[video].again_at;
  again_at = std::min(again_at.value_or(until), until);
}

std::optional<Time> Attention::next() const {
  std::optional<Time> next;
  for (const auto& [video, look] : seen_)
    if (look.again_at) next = std::min(next.value_or(*look.again_at), *look.again_at);
  return next;
}

}  // namespace storyreel::pipeline
