#include "notion/workspace/events.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <boost/json/serialize.hpp>

#include "daemon/runtime/signal.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kReaders = 64;
constexpr std::size_t kQueue = 2000;
constexpr seconds kHeartbeat{15};
constexpr milliseconds kGather{60};

std::string event(const json::object& data) {
  return "data: " + json::serialize(data) + "\n\n";
}

/// Each node once, though it was written several times.
json::array shown(const std::vector<Change>& changes) {
  std::set<std::string_view> seen;
  json::array list;
  for (const auto& change : changes)
    if (seen.insert(change.id).second)
      list.push_back(
          {{"id", change.id}, {"kind", name_of(change.kind)}, {"parent", change.parent}});
  return list;
}

}  // namespace

struct Events::Reader {
  explicit Reader(const Executor& loop) : wake(loop) {}

  bool idle() const { return queue.empty() && !lost; }

  Signal wake;
  std::vector<Change> queue;
  bool greeted = false;
  bool lost = false;  ///< more came than is kept
};

std::optional<ServerStream> Events::open() {
  std::erase_if(readers_, [](const auto& reader) { return reader.expired(); });
  if (readers_.size() >= kReaders) return std::nullopt;
  const auto reader = std::make_shared<Reader>(loop_);
  readers_.push_back(reader);
  return ServerStream{std::nullopt, [reader] { return next(reader); }};
}

void Events::tell(std::span<const Change> changes) {
  for (const auto& each : readers_) {
    const auto reader = each.lock();
    if (!reader) continue;
    reader->lost |= reader->queue.size() + changes.size() > kQueue;
    if (reader->lost)
      reader->queue.clear();
    else
      reader->queue.insert(reader->queue.end(), changes.begin(), changes.end());
    reader->wake.notify();
  }
}

Task<std::string> Events::next(std::shared_ptr<Reader> reader) {
  if (!std::exchange(reader->greeted, true)) co_return ": listening\n\n";
  if (reader->idle()) co_await reader->wake.wait_for(kHeartbeat);
  if (reader->idle()) co_return ":\n\n";
  co_await sleep_for(kGather);
  const bool lost = std::exchange(reader->lost, false);
  const auto changes = std::exchange(reader->queue, {});
  co_return lost ? event({{"all", true}}) : event({{"changes", shown(changes)}});
}

}  // namespace storyreel::workspace
