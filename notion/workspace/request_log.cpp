#include "notion/workspace/request_log.hpp"

#include <boost/json/object.hpp>

#include "daemon/runtime/utf8.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kEntries = 10'000;
constexpr std::size_t kBodyBytes = 64u << 20;

std::size_t size_of(const Logged& entry) {
  return entry.request.size() + entry.response.size();
}

json::object shown(const Logged& entry) {
  json::object shown{{"number", entry.number},
                     {"time", to_iso(entry.time)},
                     {"method", entry.method},
                     {"path", entry.path},
                     {"query", to_utf8(entry.query)},
                     {"status", entry.status},
                     {"user", entry.user},
                     {"user_id", entry.user_id},
                     {"fault", entry.fault},
                     {"milliseconds", entry.took.count()}};
  if (!entry.request.empty()) shown["request"] = to_utf8(entry.request);
  if (!entry.response.empty()) shown["response"] = to_utf8(entry.response);
  return shown;
}

}  // namespace

void RequestLog::add(Logged entry) {
  entry.number = ++last_;
  // What is no text is a file, and may be large.
  if (!bodies || !is_utf8(entry.request)) entry.request = "";
  if (!bodies) entry.response = "";
  bytes_ += size_of(entry);
  entries_.push_back(std::move(entry));
  while (entries_.size() > kEntries || bytes_ > kBodyBytes) {
    bytes_ -= size_of(entries_.front());
    entries_.pop_front();
  }
}

void RequestLog::clear() {
  entries_.clear();
  bytes_ = 0;
}

json::array RequestLog::after(std::int64_t after) const {
  json::array requests;
  for (const auto& entry : entries_)
    if (entry.number > after) requests.emplace_back(shown(entry));
  return requests;
}

}  // namespace storyreel::workspace
