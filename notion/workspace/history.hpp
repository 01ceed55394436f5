#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// Changes that queries and searches do not see yet, with what the nodes were before them.
class History {
 public:
  /// Keeps `change`, made at `now`.
  void add(const Change& change, Time now);

  /// Takes out the changes that are older than `lag`, in the order they were made. At most
  /// 100,000 wait; the oldest beyond that count as old enough.
  std::vector<Change> take_due(Time now, milliseconds lag);

  /// The first change of `id` that waits; null when there is none.
  const Change* first(std::string_view id) const;

  /// All that wait, in no order.
  std::vector<const Change*> waiting() const;

 private:
  using Key = std::pair<std::string, std::uint64_t>;

  std::map<Key, Change> changes_;
  std::deque<std::pair<Time, Key>> order_;
  std::uint64_t count_ = 0;
};

}  // namespace storyreel::workspace
