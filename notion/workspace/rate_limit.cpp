#include "notion/workspace/rate_limit.hpp"

#include <algorithm>
#include <chrono>

namespace storyreel::workspace {
namespace {
constexpr seconds kWindow{60};
}

std::optional<int> RateLimit::refuse(const std::string& user, Time now) {
  if (per_minute_ == 0) return std::nullopt;
  auto& window = windows_[user];
  if (now >= window.start + kWindow || now < window.start) window = {now, 0};
  if (window.used < per_minute_) {
    ++window.used;
    return std::nullopt;
  }
  const auto left = std::chrono::ceil<seconds>(window.start + kWindow - now);
  return static_cast<int>(std::max<seconds::rep>(1, left.count()));
}

}  // namespace storyreel::workspace
