#include "notion/workspace/history.hpp"

namespace storyreel::workspace {
namespace {
constexpr std::size_t kWaiting = 100'000;
}

void History::add(const Change& change, Time now) {
  const Key key{change.id, ++count_};
  changes_.emplace(key, change);
  order_.emplace_back(now, key);
}

std::vector<Change> History::take_due(Time now, milliseconds lag) {
  std::vector<Change> due;
  // A change from the future was made before the clock was moved back.
  const auto is_due = [&](Time made) { return made + lag <= now || made > now; };
  // A flood of changes shows early rather than filling the memory.
  while (!order_.empty() && (is_due(order_.front().first) || order_.size() > kWaiting)) {
    auto node = changes_.extract(order_.front().second);
    due.push_back(std::move(node.mapped()));
    order_.pop_front();
  }
  return due;
}

const Change* History::first(std::string_view id) const {
  const auto found = changes_.lower_bound({std::string(id), 0});
  return found == changes_.end() || found->first.first != id ? nullptr : &found->second;
}

std::vector<const Change*> History::waiting() const {
  std::vector<const Change*> all;
  for (const auto& [key, change] : changes_) all.push_back(&change);
  return all;
}

}  // namespace storyreel::workspace
