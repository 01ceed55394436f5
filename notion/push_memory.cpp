#include "notion/push_memory.hpp"

namespace storyreel::notion {

void tidy(PushMemory& memory, Time now) {
  std::erase_if(memory.patched,
                [&](const auto& entry) { return entry.second + kMergeProgress <= now; });
}

Time row_due(PushMemory& memory, const cache::Item& item, Time now) {
  const bool passing = item.status == cache::ItemStatus::processing ||
                       item.status == cache::ItemStatus::image_generated;
  if (!passing) {
    memory.watches.erase(item.id);
    return now;
  }
  auto& watch = memory.watches[item.id];
  if (watch.since == Time{} || watch.status != item.status) watch = {item.status, now};
  return watch.since + kMerge;
}

}  // namespace storyreel::notion
